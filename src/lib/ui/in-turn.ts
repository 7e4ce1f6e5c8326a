/**
 * A page comes to life piece by piece, each in a task of its own, so that what somebody presses meanwhile never waits for all of it.
 * Nothing of this runs on the server.
 */
type Piece = () => unknown;

const pieces: Piece[] = [];
let going: Promise<void> | undefined;
let alive = false;

/** Whether every piece that the server wrote has had its turn: what is drawn from now on is the browser's own. */
export const isAlive = (): boolean => alive;

/** Runs the piece soon, after those that came before it. Ends when none is left, those included that came meanwhile. */
export function inTurn(piece: Piece): Promise<void> {
  pieces.push(piece);
  return (going ??= go());
}

async function go(): Promise<void> {
  for (let piece: Piece | undefined; (piece = await next());) await piece();
  going = undefined;
  alive = true;
}

/** The next one, in a task that comes after whatever the browser has to do first: a press, a frame. */
function next(): Promise<Piece | undefined> {
  return new Promise((begin) => {
    const run = (): void => begin(pieces.shift());
    if ('scheduler' in globalThis) void scheduler.postTask(run);
    else setTimeout(run);
  });
}
