import { Configuration, ReferralsApi, ResponseError } from "./generated/index.ts";
import {
  ErrorResponseFromJSON,
  type ReferralCreate,
  ReferralCreateFromJSON,
  type ReferralPatchOperation,
} from "./generated/models/index.ts";
import { readInput, report } from "./round-trip.ts";

const input = readInput<ReferralCreate, ReferralPatchOperation[]>();
const api = new ReferralsApi(
  new Configuration({ basePath: input.baseUrl, accessToken: `Bearer ${input.token}` }),
);
let id = "";
let eTag = "";

await report({
  async create() {
    const created = await api.createReferral({ referralCreate: ReferralCreateFromJSON(input.create) });
    id = created.id;
    eTag = created.eTag ?? "";
    return { name: created.customerProfile.name };
  },
  async get() {
    return { name: (await api.getReferral({ referralId: id })).customerProfile.name };
  },
  async list() {
    const page = await api.listReferrals({ $filter: input.filter, $top: input.top, $count: true });
    return { length: page.value.length, count: page.atOdataCount };
  },
  async patch() {
    const changes = {
      referralId: id,
      referralPatchOperation: input.patch,
      ifMatch: eTag,
      prefer: input.prefer,
    };
    return { value: (await api.updateReferral(changes))?.details?.dealValue };
  },
  async patchWithoutBody() {
    const current = await api.getReferral({ referralId: id });
    await api.updateReferral({
      referralId: id,
      referralPatchOperation: input.patch,
      ifMatch: current.eTag ?? "",
    });
    return {};
  },
  async error() {
    try {
      return await api.getReferral({ referralId: input.unknownId });
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      const { status } = error.response;
      return { status, code: ErrorResponseFromJSON(await error.response.json()).error.code };
    }
  },
});
