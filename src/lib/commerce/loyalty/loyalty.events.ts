import type { Fact } from '#lib/kernel/fact.ts';
import type { SaidTerms } from './points-terms.ts';

/** What an account has then: what may be spent, and what waits until its goods can no longer come back. */
type OfAccount<Type extends string, Body> = Fact<Type, { customerId: string; pending: number; spendable: number } & Body>;
/** `points`: by how many it is more or less; `forgiven`: what could not be taken because it was spent, below zero where it is no longer forgiven. */
type OfOrderPoints<Type extends string> = OfAccount<Type, { orderId: string; points: number; forgiven: number }>;

export type LoyaltyEvent =
  | OfOrderPoints<'loyalty.earned'>
  | OfOrderPoints<'loyalty.lowered'>
  | OfOrderPoints<'loyalty.spendable'>
  | OfAccount<'loyalty.spent', { points: number; creditedMinor: number; currency: string }>
  | Fact<'loyalty.terms_changed', SaidTerms & { currency: string }>;

export const pointsTopic = (customerId: string): string => `points:${customerId}`;
export const pointsTermsTopic = (currency: string): string => `points-terms:${currency}`;
