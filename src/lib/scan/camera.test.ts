import { expect, test } from 'vitest';
import { cameraTrouble } from './camera.ts';

test('whatever is the matter with the camera, the sentence ends in typing', () => {
  for (const name of ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'SomethingNew']) {
    expect(cameraTrouble(new DOMException('x', name))).toMatch(/[Tt]ype the code\.$/);
  }
  expect(cameraTrouble('odd')).toMatch(/Type the code\.$/);
});
