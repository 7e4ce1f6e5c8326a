import { clockText, dateText } from '#lib/ui/when.ts';

type Life = 'placed' | 'confirmed' | 'on_hold' | 'completed' | 'cancelled' | 'closed';

export const lifeWords: Record<Life, string> = {
  placed: 'Waits for payment',
  confirmed: 'Confirmed',
  on_hold: 'On hold',
  completed: 'Done',
  cancelled: 'Cancelled',
  closed: 'Closed'
};

const CHANNELS: Record<string, string> = {
  web: 'on the web',
  mobile: 'on a phone',
  pos: 'at a till',
  chat: 'in a chat',
  marketplace: 'at a marketplace',
  api: 'through the API'
};

export const channelWords = (channel: string): string => CHANNELS[channel] ?? `by ${channel}`;

type Parcel = {
  method: 'ship' | 'pickup' | 'carry_out';
  state: string;
  nodeName: string | null;
  zone: string | null;
  deliverUntil: string | null;
  promise: string | null;
};

const METHODS: Record<Parcel['method'], string> = { ship: 'Sent', pickup: 'Collected', carry_out: 'Carried out' };

/** "Sent from Domlur: picking". States are shown as they are called in the API, with spaces. */
export function parcelWords({ method, nodeName, state }: Parcel): string {
  const where = nodeName === null ? 'from no place yet' : `${method === 'ship' ? 'from' : 'at'} ${nodeName}`;
  return `${METHODS[method]} ${where}: ${spaced(state)}`;
}

export function promiseWords({ deliverUntil, promise, zone }: Parcel, home: string): string {
  if (deliverUntil === null) return '';
  const until = `${dateText(deliverUntil, zone ?? home)}, ${clockText(deliverUntil, zone ?? home)}`;
  return promise === 'committed' || promise === null ? `by ${until}` : `by ${until} (${spaced(promise)})`;
}

export const paymentWords = ({ method, state }: { method: string; state: string }): string => `${spaced(method)} ${spaced(state)}`;

export const spaced = (word: string): string => word.replaceAll('_', ' ');
