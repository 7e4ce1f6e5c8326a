import { transition } from 'xstate';
import { moveOf, type CarrierWord } from './carrier-status.ts';
import { shipmentMachine, shipmentStates, type ShipmentMove, type ShipmentState } from './shipment.machine.ts';

/** A tracking event: our words for it and the carrier's time. When it reached us does not matter. */
export type CarrierScan = CarrierWord & { occurredAt: Date };
/** What we do ourselves, such as receiving a return or giving a silent parcel up. */
export type OwnMove = { move: ShipmentMove; at: Date };
export type ShipmentAlert = 'tracker-error' | 'voided-but-moving' | 'delivered-while-returning';

/** `since` is when it came into that state; null while nothing happened. `moves` is the walk through the chart. */
export type ShipmentView = { state: ShipmentState; since: Date | null; moves: { move: ShipmentMove; at: Date }[]; alerts: ShipmentAlert[] };

type Step = { move: ShipmentMove; at: Date; rank: number; key: string };

/** What is likelier the later of two things said for one moment. */
const order: Record<ShipmentMove['type'], number> = {
  'void-label': 0,
  scan: 1,
  problem: 2,
  out: 3,
  attempt: 4,
  'pickup-point': 5,
  silence: 6,
  lost: 7,
  found: 8,
  rts: 9,
  deliver: 10,
  receive: 11
};

/** Where each move leads: who is there already does not move. A second failed attempt is the same state. */
const leadsTo: Partial<Record<ShipmentMove['type'], ShipmentState>> = {
  out: 'out_for_delivery',
  problem: 'exception',
  attempt: 'attempt_failed',
  'pickup-point': 'available_for_pickup'
};

const found: ShipmentMove = { type: 'found', actor: 'carrier', reason: 'scanned after it was given up' };
const back: ShipmentMove = { type: 'problem', kind: 'held' };
/** Scans get lost. Before a move that the chart does not know from here, these must have happened unseen; the shortest that fits. */
const unseen: ShipmentMove[][] = [
  [],
  [{ type: 'scan' }],
  [{ type: 'out' }],
  [back],
  [back, { type: 'scan' }],
  [found],
  [found, { type: 'out' }]
];

/**
 * The state of a shipment from the set of its scans: by the carrier's time, then by rank, whatever order and however often
 * they arrived. A scan that fits nowhere is kept as data and moves nothing, so a straggler never takes a parcel back.
 */
export function shipmentFromScans(scans: Iterable<CarrierScan>, own: Iterable<OwnMove> = []): ShipmentView {
  const all = [...scans];
  const steps = distinct([...all.map(stepOf).filter((step) => step !== undefined), ...[...own].map(({ move, at }) => toStep(move, at))]);
  const isMoving = steps.some(({ move }) => move.type !== 'void-label');
  const view: ShipmentView = { state: 'pre_transit', since: null, moves: [], alerts: [] };
  if (all.some(({ status }) => status === 'error')) view.alerts.push('tracker-error');
  for (const { move, at } of steps) {
    // Whatever the paper says: what is scanned is not cancelled.
    if (move.type === 'void-label' && isMoving) addAlert(view, 'voided-but-moving');
    else take(view, move, at);
  }
  return view;
}

function take(view: ShipmentView, move: ShipmentMove, at: Date): void {
  if (move.type === 'deliver' && ['return_to_sender', 'returned'].includes(view.state)) addAlert(view, 'delivered-while-returning');
  if (view.state === leadsTo[move.type]) return;
  const path = pathFor(view.state, move);
  if (!path) return;
  const before = view.state;
  view.state = path.state;
  if (path.state !== before) view.since = at;
  view.moves.push(...path.moves.map((taken) => ({ move: taken, at })));
}

type Path = { state: ShipmentState; moves: ShipmentMove[] };

function pathFor(from: ShipmentState, move: ShipmentMove): Path | undefined {
  // A mere scan says that it moves on: nothing else needs to have happened, but that a lost parcel was found.
  if (move.type === 'scan') return walk(from, [move]) ?? walk(from, [found]);
  if (move.type === 'void-label' || move.type === 'receive' || move.type === 'silence' || move.type === 'found') return walk(from, [move]);
  for (const before of unseen) {
    const path = walk(from, [...before, move]);
    if (path) return path;
  }
  return undefined;
}

/** Whether a parcel was silent for long enough was asked before the move was made: here it is a fact. */
const context = { silentDays: 0 };
const standing = new Map(shipmentStates.map((state) => [state, shipmentMachine.resolveState({ value: state, context })]));

function walk(from: ShipmentState, moves: ShipmentMove[]): Path | undefined {
  let snapshot = standing.get(from);
  if (!snapshot || snapshot.status === 'done') return undefined;
  for (const move of moves) {
    if (!snapshot.can(move)) return undefined;
    [snapshot] = transition(shipmentMachine, snapshot, move);
  }
  return { state: snapshot.value, moves };
}

function stepOf(scan: CarrierScan): Step | undefined {
  const move = moveOf(scan);
  return move ? toStep(move, scan.occurredAt) : undefined;
}

function toStep(move: ShipmentMove, at: Date): Step {
  return { move, at, rank: order[move.type], key: JSON.stringify([at.getTime(), move]) };
}

function distinct(steps: Step[]): Step[] {
  const once = [...new Map(steps.map((step) => [step.key, step])).values()];
  return once.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank || (a.key < b.key ? -1 : 1));
}

function addAlert(view: ShipmentView, alert: ShipmentAlert): void {
  if (!view.alerts.includes(alert)) view.alerts.push(alert);
}
