/** The colours behind the names we sell things by, for the dots on a card. Goods from elsewhere use the plain names at the end. */
const colours = new Map(
  Object.entries({
    marigold: '#e3a02f',
    indigo: '#27346b',
    chalk: '#ece8df',
    ink: '#1b1e27',
    brick: '#b4503a',
    sage: '#8fa58c',
    rose: '#d9a7a0',
    sky: '#a9c3d6',
    linen: '#d8ccb8',
    sea: '#2e5e4e',
    amber: '#d9a055',
    smoke: '#9a918a',
    clear: '#dfe8e6',
    brass: '#c49a45',
    steel: '#b9bec4',
    copper: '#b46a44',
    kansa: '#b08b4f',
    oak: '#d2b48a',
    walnut: '#6b4a33',
    acacia: '#9c6b43',
    terracotta: '#c0704d',
    terrazzo: '#e9e2d6',
    natural: '#dcc9a0',
    black: '#1d1d1f',
    white: '#f4f4f2',
    grey: '#8c8f94',
    gray: '#8c8f94',
    silver: '#c3c7cc',
    red: '#c2362b',
    orange: '#e8822c',
    yellow: '#f2c230',
    green: '#2f7d4f',
    blue: '#1f5fa8',
    navy: '#27346b',
    purple: '#6b4a86',
    pink: '#d9688f',
    brown: '#7a5238',
    beige: '#dccdb2',
    gold: '#c49a45'
  })
);

/**
 * The colour of an option value such as "Marigold" or "Block print indigo"; undefined when the words name none,
 * and then no dot is shown rather than a wrong one.
 */
export function lookColour(value: string): string | undefined {
  const words = value.toLowerCase().split(/[^a-z]+/);
  return words.map((word) => colours.get(word)).findLast((colour) => colour !== undefined);
}
