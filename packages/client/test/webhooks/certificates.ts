/** Authorities and keys that the tests of deliveries share: making RSA keys took most of their time. */
import { authorities, type Keys, type Party, rsa } from "@partner-referrals/server/certificates";

/** Of the signers of events. */
export const keys: Keys = rsa();

/** An authority that the tests trust, and one below it. */
export const { root, intermediate }: { readonly root: Party; readonly intermediate: Party } = authorities();
