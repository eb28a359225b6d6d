import type { Actor } from "../admin/actor.ts";
import type { ClockControl, Control } from "../admin/control.ts";
import type { Universe } from "../universe.ts";
import { NoUniverseError, type SharedUniverses } from "./shared-universes.ts";
import type { Task } from "./task.ts";

/** The same functions, each with a promise of its result. */
export type Promised<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

/** What tests do with a universe that is in a database. Every change is stored when its promise is fulfilled. */
export interface SharedControl extends Promised<Omit<Control, "clock" | "actAs">> {
  readonly clock: Promised<ClockControl>;
  actAs(organization: string): Promised<Actor>;
}

/**
 * The control of a universe, which is created when it is used first.
 *
 * @param controlOf the control of this instance's copy
 */
export function createSharedControl(
  universes: SharedUniverses,
  name: string,
  controlOf: (universe: Universe) => Control,
): SharedControl {
  const run = async <Result>(task: Task<Result>): Promise<Result> => {
    try {
      return await universes.run(name, task);
    } catch (error) {
      if (!(error instanceof NoUniverseError)) throw error;
    }
    if (!(await universes.create(name))) throw new TypeError(`${name} cannot be the name of a universe.`);
    return universes.run(name, task);
  };
  const read =
    <Given extends readonly unknown[], Result>(
      use: (control: Control, ...given: Given) => Result,
      reads?: Task<Result>["reads"],
    ) =>
    (...given: Given): Promise<Result> =>
      run({ run: (universe) => use(controlOf(universe), ...given), changes: false, reads });
  const change =
    <Given extends readonly unknown[], Result>(use: (control: Control, ...given: Given) => Result) =>
    (...given: Given): Promise<Result> =>
      run({ run: (universe) => use(controlOf(universe), ...given), changes: true });
  return {
    reset: change(({ reset }) => reset()),
    seed: change(({ seed }, given) => seed(given)),
    snapshot: change(({ snapshot }) => snapshot()),
    restore: change(({ restore }, id) => restore(id)),
    clock: {
      now: read(({ clock }) => clock.now()),
      isFrozen: read(({ clock }) => clock.isFrozen()),
      freeze: change(({ clock }, at) => clock.freeze(at)),
      set: change(({ clock }, to) => clock.set(to)),
      advance: change(({ clock }, by) => clock.advance(by)),
      reset: change(({ clock }) => clock.reset()),
    },
    seedIds: change(({ seedIds }, seed) => seedIds(seed)),
    fail: change(({ fail }, fault) => fail(fault)),
    faults: read(({ faults }) => faults()),
    clearFaults: change(({ clearFaults }) => clearFaults()),
    journal: read(({ journal }, filter) => journal(filter), "journal"),
    clearJournal: change(({ clearJournal }) => clearJournal()),
    actAs: (organization) => ({
      accept: change(({ actAs }, id) => actAs(organization).accept(id)),
      decline: change(({ actAs }, id, reason) => actAs(organization).decline(id, reason)),
      close: change(({ actAs }, id, substatus, reason) => actAs(organization).close(id, substatus, reason)),
      move: change(({ actAs }, id, state, reason) => actAs(organization).move(id, state, reason)),
      sendLead: change(({ actAs }, to, referral) => actAs(organization).sendLead(to, referral)),
      referrals: read(({ actAs }) => actAs(organization).referrals()),
    }),
    deliveries: read(({ deliveries }) => deliveries(), "deliveries"),
    async waitForDeliveries() {
      const wait = await run({ run: ({ webhooks }) => webhooks.settled, changes: false });
      await wait();
    },
  };
}
