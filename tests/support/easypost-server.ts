import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Json = Record<string, unknown>;
type Kept = Json & { id: string; postage_label: Json | null; tracking_code: string | null; refund_status: string | null };
/** What goes wrong at the next call whose method and path begin so. `lost`: it is done, and the line is cut before the answer. */
type Fault = { at: string; how: 'silent' | 'lost' | { status: number; body?: unknown } };

export type EasyPostServer = {
  url: string;
  /** `METHOD /path` of each call, in order. */
  calls: string[];
  shipments: Map<string, Kept>;
  pickups: Map<string, Json & { status: string }>;
  trackers: string[];
  bodies: Json[];
  labelsBought: () => number;
  next: (...faults: Fault[]) => void;
  /** What a label that is given back ends as. */
  refunds: (status: string) => void;
  /** Whether no courier is free from now on. */
  nobody: (isSo: boolean) => void;
  number: (trackingCode: string) => void;
  close: () => Promise<void>;
};

const KEY = 'EZTK_test_key';
export const EASYPOST_KEY = KEY;
export const LABEL = '%PDF-1.4 the label of the carrier';

/** EasyPost's public HTTP shape as far as we use it, with books of its own: a stranger's server on a real line. */
export async function easyPostServer(): Promise<EasyPostServer> {
  const [calls, bodies, trackers, faults] = [[] as string[], [] as Json[], [] as string[], [] as Fault[]];
  const shipments = new Map<string, Kept>();
  const pickups: EasyPostServer['pickups'] = new Map();
  let [bought, refundAs, codes, nobodyComes] = [0, 'submitted', [] as string[], false];
  let url = '';

  function act(method: string, path: string, body: Json): { status: number; body: unknown } {
    const [, id = '', verb = ''] = /^\/shipments\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (method === 'POST' && path === '/shipments') return draft(body['shipment'] as Json);
    if (method === 'POST' && path === '/trackers') {
      trackers.push(String((body['tracker'] as Json)['tracking_code']));
      return { status: 201, body: { id: `trk_${trackers.length}`, object: 'Tracker' } };
    }
    if (path.startsWith('/pickups')) return pickup(method, path, body);
    const found = shipments.get(id);
    if (!found) return trouble(404, 'NOT_FOUND', 'The requested resource could not be found.');
    if (verb === 'buy') return buy(found);
    if (verb === 'refund') return refund(found);
    return { status: 200, body: found };
  }
  function draft(asked: Json) {
    const id = `shp_${shipments.size + 1}`;
    const rates = [
      { id: 'rate_slow', object: 'Rate', rate: '4.10', currency: 'USD', delivery_days: 5 },
      { id: 'rate_fast', object: 'Rate', rate: '21.30', currency: 'USD', delivery_days: 1 }
    ];
    const to = asked['to_address'] as Json;
    if (to['zip'] === '') return trouble(422, 'ADDRESS.VERIFY.FAILURE', ['to_address zip is missing']);
    shipments.set(id, {
      ...asked,
      id,
      object: 'Shipment',
      rates,
      postage_label: null,
      tracking_code: null,
      tracker: null,
      refund_status: null
    });
    return { status: 201, body: shipments.get(id) };
  }
  function pickup(method: string, path: string, body: Json) {
    const [, id = '', verb = ''] = /^\/pickups\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (method === 'POST' && path === '/pickups') return askedFor(body['pickup'] as Json);
    const found = pickups.get(id);
    if (!found) return trouble(404, 'NOT_FOUND', 'The requested resource could not be found.');
    if (verb === 'buy' && found.status !== 'unknown') return trouble(422, 'PICKUP.ALREADY_SCHEDULED', 'This pickup was scheduled before.');
    if (verb === 'buy') Object.assign(found, { status: 'scheduled', confirmation: `WT${id}` });
    if (verb === 'cancel') found.status = 'canceled';
    return { status: 200, body: found };
  }
  function askedFor(asked: Json) {
    const of = shipments.get(String((asked['shipment'] as Json)['id']));
    if (!of?.postage_label) return trouble(422, 'PICKUP.SHIPMENT.INVALID', 'The shipment has no label.');
    const id = `pickup_${pickups.size + 1}`;
    const rates = [
      { id: 'pickuprate_1', object: 'PickupRate', carrier: 'UPS', service: 'Future-day Pickup', rate: '3.00', currency: 'USD' }
    ];
    const pickup_rates = nobodyComes ? [] : rates;
    pickups.set(id, { ...asked, id, object: 'Pickup', status: 'unknown', confirmation: null, pickup_rates });
    return { status: 201, body: pickups.get(id) };
  }
  function buy(shipment: Kept) {
    if (shipment.postage_label) return trouble(422, 'SHIPMENT.POSTAGE.EXISTS', 'Postage already exists for this shipment.');
    bought += 1;
    shipment.tracking_code = codes.shift() ?? `EZ${String(bought).padStart(10, '0')}`;
    shipment.postage_label = { object: 'PostageLabel', label_url: `${url}/labels/${shipment.id}.pdf`, label_file_type: 'application/pdf' };
    shipment['tracker'] = { id: `trk_of_${shipment.id}`, object: 'Tracker' };
    return { status: 200, body: shipment };
  }
  function refund(shipment: Kept) {
    if (!shipment.postage_label) return trouble(422, 'SHIPMENT.REFUND.UNAVAILABLE', 'Nothing was bought.');
    shipment.refund_status = refundAs;
    return { status: 200, body: shipment };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/v2', '');
    const call = `${request.method} ${path}`;
    const raw = await text(request);
    calls.push(call);
    if (path.startsWith('/labels/')) return void response.writeHead(200, { 'content-type': 'application/pdf' }).end(LABEL);
    if (request.headers.authorization !== `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`) {
      return send(response, trouble(401, 'UNAUTHORIZED', 'The API key is wrong.'));
    }
    const place = faults.findIndex(({ at }) => call.startsWith(at));
    const how = place === -1 ? undefined : faults.splice(place, 1)[0]?.how;
    if (how === 'silent') return;
    if (typeof how === 'object') return send(response, { status: how.status, body: how.body ?? '<html>Bad gateway</html>' });
    const body = raw === '' ? {} : (JSON.parse(raw) as Json);
    bodies.push(body);
    const done = act(request.method ?? '', path, body);
    if (how === 'lost') return void request.socket.destroy();
    send(response, done);
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
  return {
    url,
    calls,
    shipments,
    pickups,
    trackers,
    bodies,
    labelsBought: () => bought,
    next: (...more) => void faults.push(...more),
    refunds: (status) => void (refundAs = status),
    nobody: (isSo) => void (nobodyComes = isSo),
    number: (code) => void codes.push(code),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      })
  };
}

const trouble = (status: number, code: string, message: unknown) => ({ status, body: { error: { code, message, errors: [] } } });

function send(response: ServerResponse, { status, body }: { status: number; body: unknown }): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
}
