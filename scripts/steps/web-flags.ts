/**
 * What Node is told when it serves. What a request leaves behind is thrown away while it is young, in a room of 64 MB instead of 16: there it is
 * cheap, and moving it on to the old was a tenth of what a purchase costs. A process takes up to 150 MB more for it.
 * `npm run serve` says the same in package.json, which is read before there is any TypeScript.
 */
export const WEB_FLAGS = ['--max-semi-space-size=64'];
