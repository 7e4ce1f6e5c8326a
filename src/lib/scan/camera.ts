/** Why there is no picture, in words that say what to do. */
export function cameraTrouble(fault: unknown): string {
  const name = fault instanceof Error ? fault.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return 'This browser may not use the camera. Allow it in the address bar, or type the code.';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'There is no camera here. Type the code.';
  if (name === 'NotReadableError' || name === 'AbortError')
    return 'Another program has the camera. Close it and try again, or type the code.';
  return 'The camera does not work just now. Type the code.';
}

/** The camera at the back, where there is one. @throws as `getUserMedia` does, and when the page is not open in a safe way */
export async function openCamera(): Promise<MediaStream> {
  // Over plain http on another machine there is no such thing, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new DOMException('no cameras here', 'NotFoundError');
  return devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
}

export function closeCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
