import type { Fact } from '#lib/kernel/fact.ts';

type OfNode<Type extends string, Body = unknown> = Fact<Type, { nodeId: string } & Body>;

/** Nothing is sent from there until it is up again; `reason` is for shoppers to read. */
export type NodeDown = OfNode<'node.down', { reason: string }>;
export type NodeUp = OfNode<'node.up'>;

/** Whether people do the work there, or the demonstration. */
export type NodeStaffed = OfNode<'node.staffed', { isStaffed: boolean }>;

export type NodeEvent = NodeDown | NodeUp | NodeStaffed;

export const nodeTopic = (nodeId: string): string => `node:${nodeId}`;
