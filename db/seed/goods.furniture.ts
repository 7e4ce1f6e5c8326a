import { each, grid, type GoodsEntry } from './goods.entry.ts';

/** Places and ways of making are invented for the demo shop; no real maker is meant. */
export const furniture: GoodsEntry[] = [
  {
    handle: 'lima-side-table',
    code: 'LIMA',
    title: 'Lima side table',
    titleHi: 'लीमा साइड टेबल',
    subtitle: 'A round top on three legs that stand firm on any floor.',
    making: 'The terrazzo top is poured around one steel plate and ground for a day; the wooden ones are turned from one plank.',
    use: 'A lamp, a book and a cup. The top lifts off its plate when you move house.',
    shelf: 'Side tables',
    tags: ['table', 'wood', 'stone'],
    words: ['मेज़', 'मेज', 'साइड टेबल', 'میز', 'mez', 'mesa', 'mesita', 'side table', 'bedside table', 'coffee table', 'terrazzo'],
    facts: { Height: '48 cm', Top: '42 cm', Material: 'Terrazzo, oak or lacquered ash', Carries: '40 kg', Assembly: 'Three legs, by hand' },
    size: 'medium',
    grams: 8600,
    options: ['Top'],
    variants: each({ terrazzo: ['Terrazzo', 8900], oak: ['Oak', 7900], brick: ['Brick', 7900], indigo: ['Indigo', 7900] })
  },
  {
    handle: 'mez-dining-table',
    code: 'TABLE',
    title: 'Mez dining table',
    titleHi: 'मेज़, खाने की मेज़',
    subtitle: 'The table the shop is named after. Built to be sat on, stood on and lent to neighbours.',
    making: 'Solid planks joined with tongues so that they may move with the monsoon; the legs bolt on from below.',
    use: 'Two people bring it, put it up and take the packing away. Oil it once a year and it outlives you.',
    shelf: 'Dining tables',
    tags: ['table', 'wood', 'dining', 'two-person delivery'],
    words: ['मेज़', 'मेज', 'खाने की मेज', 'میز', 'کھانے کی میز', 'mez', 'mesa', 'mej', 'maize', 'dining table', 'dinner table', 'family table'],
    facts: {
      Length: '130, 180 or 230 cm',
      Height: '75 cm',
      Material: 'Solid oak or walnut, oiled',
      Delivery: 'Two people, put up in the room',
      Care: 'Oil once a year'
    },
    size: 'large',
    grams: 46000,
    options: ['Wood', 'Seats'],
    variants: grid({ oak: ['Oak', 0], walnut: ['Walnut', 9000] }, { 4: ['4 seats', 42000], 6: ['6 seats', 52000], 8: ['8 seats', 64000] })
  },
  {
    handle: 'stack-shelf',
    code: 'SHELF',
    title: 'Stack shelf',
    titleHi: 'ताक, खुली शेल्फ़',
    subtitle: 'Boards and turned posts that screw into each other. Grows when you do.',
    making: 'Every post is turned to the same thread, so a board bought in five years still fits.',
    use: 'Three boards under a window, five against a wall. Goes up in ten minutes without tools.',
    shelf: 'Shelves',
    tags: ['shelf', 'wood', 'storage'],
    words: ['शेल्फ', 'अलमारी', 'ताक', 'الماری', 'شیلف', 'taak', 'almari', 'bookshelf', 'bookcase', 'rack', 'shelving'],
    facts: {
      Width: '84 cm',
      Height: '92 or 168 cm',
      Carries: '30 kg a board',
      Material: 'Solid oak or walnut, oiled',
      Assembly: 'By hand, ten minutes'
    },
    size: 'large',
    grams: 24000,
    options: ['Wood', 'Boards'],
    variants: grid({ oak: ['Oak', 0], walnut: ['Walnut', 2600] }, { 3: ['3 boards', 9800], 5: ['5 boards', 14800] })
  },
  {
    handle: 'baithak-sofa',
    code: 'SOFA',
    title: 'Baithak two-seat sofa',
    titleHi: 'बैठक सोफ़ा, दो सीट',
    subtitle: 'Round arms and a deep seat for two, or for one with a book and both feet.',
    making: 'A beech frame that is pegged and glued, springs tied by hand, covers that come off to the last button.',
    use: 'Two people carry it in and fit the legs. It goes through a door of 75 cm.',
    shelf: 'Sofas',
    tags: ['sofa', 'seating', 'two-person delivery'],
    words: ['सोफा', 'सोफ़ा', 'बैठक', 'صوفہ', 'بیٹھک', 'sofa', 'couch', 'settee', 'loveseat', 'baithak', 'two seater'],
    facts: {
      Width: '168 cm',
      Depth: '88 cm',
      Seat: '43 cm high',
      Material: 'Beech frame, wool and cotton',
      Delivery: 'Two people, carried in',
      Care: 'Covers come off, dry clean'
    },
    size: 'large',
    grams: 52000,
    options: ['Cloth'],
    variants: each({
      sea: ['Sea', 54900],
      brick: ['Brick', 54900],
      indigo: ['Indigo', 54900],
      marigold: ['Marigold', 54900, 59900],
      linen: ['Linen', 57900]
    })
  },
  {
    handle: 'step-stool',
    code: 'STEP',
    title: 'Step stool, folding',
    titleHi: 'मुड़ने वाली सीढ़ी स्टूल',
    subtitle: 'Two steps to the top shelf, flat in a second, light enough for one finger.',
    making: 'Bent beech with brass pins; lacquered in one colour inside and out.',
    use: 'Carries 120 kilograms, folds to 7 cm and hangs on a hook. Children brush their teeth from it.',
    shelf: 'Stools',
    tags: ['stool', 'wood', 'folding'],
    words: ['स्टूल', 'सीढ़ी', 'اسٹول', 'seedhi', 'sidhi', 'ladder', 'step ladder', 'kitchen steps', 'folding stool'],
    facts: { Height: '44 cm', Folded: '7 cm', Carries: '120 kg', Material: 'Lacquered beech, brass pins' },
    size: 'medium',
    grams: 3600,
    options: ['Lacquer'],
    variants: each({ brick: ['Brick', 3190], indigo: ['Indigo', 3190], sage: ['Sage', 3190], marigold: ['Marigold', 3190] })
  }
];
