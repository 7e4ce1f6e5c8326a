/** For whom a policy is switched on: null is everybody. */
export type PolicyScope = { country: string | null; channel: string | null; customerGroup: string | null };

export const EVERYBODY: PolicyScope = { country: null, channel: null, customerGroup: null };
