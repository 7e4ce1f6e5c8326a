import type { Generated } from 'kysely';
import type { Time } from './columns.ts';

/** What was learned of each lane; nothing here is a fact that cannot be worked out again. */
export type LaneTimeTable = {
  node_id: string;
  service: string;
  zone: string;
  unit: 'day' | 'minute';
  level: 'lane' | 'zone';
  n: number;
  p50: number;
  p90: number;
  late_n: number;
  late_p50: number;
  late_p90: number;
  computed_at: Time;
  rule_version: string;
};

export type KeptRateTable = {
  node_id: string;
  service: string;
  kept: number;
  broken: number;
  waived: number;
  since: Time;
  computed_at: Time;
};

export type UnplacedPostcodeTable = {
  country: string;
  code: string;
  times: Generated<number>;
  last_at: Time;
};
