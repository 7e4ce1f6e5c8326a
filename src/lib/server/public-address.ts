import { lookup as ask, type LookupAddress } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

const OURS = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3]
] as const)
  OURS.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8]
] as const)
  OURS.addSubnet(net, bits, 'ipv6');

/** Whether an address is one of the open net: no machine of ours, no neighbour, no service of the cloud we run in. */
export function isPublic({ address, family }: LookupAddress): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped === undefined ? !OURS.check(address, family === 6 ? 'ipv6' : 'ipv4') : !OURS.check(mapped, 'ipv4');
}

/** Judged when the connection is made, so that a name which changes its address in between gains nothing. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  ask(hostname, { ...options, all: true }, (fault, found) => {
    const open = fault ? [] : found.filter(isPublic);
    const [first] = open;
    if (fault) done(fault, '', 0);
    else if (!first) done(Object.assign(new Error(`${hostname} is no public address`), { code: 'EACCES' }), '', 0);
    else if (options.all) done(null, open);
    else done(null, first.address, first.family);
  });
};
