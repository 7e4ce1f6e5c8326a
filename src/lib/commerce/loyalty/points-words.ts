import { pointsText } from './points.ts';

export const pointsCodes = ['not-enough-points', 'points-pending', 'points-too-few'] as const;
export type PointsCode = (typeof pointsCodes)[number];

/** Said where points are spent, and nowhere else: no other page carries them. `detail` is how many there are, or the fewest. */
export const POINTS_SENTENCES: Record<PointsCode, (detail: string | undefined) => string> = {
  'not-enough-points': (there) => `That is more than you have${counted(there, ': ')}. Turn fewer into credit.`,
  'points-pending': (there) =>
    `Some of these points wait until their things can no longer come back. You can spend${counted(there, ' ') || ' fewer'} now.`,
  'points-too-few': (least) => `That is too few to turn into credit${counted(least, ': it takes at least ')}.`
};

export const isPointsCode = (code: string): code is PointsCode => (pointsCodes as readonly string[]).includes(code);

const counted = (detail: string | undefined, before: string): string =>
  detail !== undefined && /^\d+$/.test(detail) ? `${before}${pointsText(Number(detail))}` : '';
