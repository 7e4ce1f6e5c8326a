import { error } from '@sveltejs/kit';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';

/** A refusal becomes the page of its status, in words; a fault stays one. */
function refused(fault: unknown): never {
  const { status, code, message } = refusalToHttp(fault);
  error(status, { code, message });
}

/** Who asks, once a policy has let them in. */
export function allowed<T>(ask: () => T): T {
  try {
    return ask();
  } catch (fault) {
    return refused(fault);
  }
}
