/** Why a person must look at something that came back, or did not. */
export const returnIssueKinds = [
  'refund-overdue',
  'wrong-item',
  'empty-box',
  'more-than-announced',
  'missing-unit',
  'unannounced',
  'refunded-too-early',
  'label-reused',
  'label-refused',
  'lost'
] as const;
export type ReturnIssueKind = (typeof returnIssueKinds)[number];
