import { createServer, type Server } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { PlainTrouble } from '#db/plain-trouble.ts';

type Place = { port: number; bindAddress: string };

/** @throws PlainTrouble when someone else listens there, or we may not */
export async function listen(http: Server | NetServer, { port, bindAddress }: Place): Promise<void> {
  await new Promise<void>((listening, failed) => {
    http.once('error', (error: NodeJS.ErrnoException) => failed(inWords(error, { port, bindAddress })));
    http.listen(port, bindAddress, listening);
  });
}

/** Finds out before anything is started that the port will not do. */
export async function refuseTakenPort(place: Place): Promise<void> {
  const probe = createServer();
  await listen(probe, place);
  await new Promise((closed) => probe.close(closed));
}

function inWords(error: NodeJS.ErrnoException, { port, bindAddress }: Place): Error {
  if (error.code === 'EADDRINUSE')
    return new PlainTrouble(`Port ${port} is taken: stop the program that uses it, or set PORT to another one.`);
  if (error.code === 'EACCES') return new PlainTrouble(`Port ${port} is not ours to use: set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL') return new PlainTrouble(`This machine has no address ${bindAddress}: correct BIND_ADDRESS.`);
  return error;
}
