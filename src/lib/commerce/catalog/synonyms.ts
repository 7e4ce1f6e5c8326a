/** What people call a thing here and what the goods call it, in Latin letters. The right side may be several words: all of them must be there. */
const said: [words: string, means: string[]][] = [
  ['mez mej mes mesa', ['dining table', 'side table']],
  ['diya deep deepak deya', ['night light', 'candle', 'lamp']],
  ['batti bati', ['lamp', 'light', 'candle']],
  ['lantern laltain lalten', ['lamp', 'night light']],
  ['lampshade chandelier jhoomar jhumar', ['pendant']],
  ['kursi kursee chair seat seating', ['stool', 'bench', 'sofa']],
  ['couch settee diwan divan', ['sofa', 'charpai']],
  ['khat khaat cot daybed', ['charpai']],
  ['takiya takia pillow', ['cushion', 'bolster']],
  ['gaddi gadda', ['cushion', 'bolster']],
  ['carpet dhurrie durrie dari kaleen galicha mat', ['rug']],
  ['katora katoree bowl', ['katori', 'bowls', 'bowl']],
  ['bartan utensil cookware vessel', ['pan', 'pot', 'thali']],
  ['thaali plate', ['thali', 'plate']],
  ['glass gilas tumbler', ['glasses', 'glass']],
  ['cup cups pyala piyala', ['mug', 'coffee']],
  ['teapot ketli keteli kettle', ['kettle']],
  ['chai tea', ['kettle', 'glasses', 'mug']],
  ['jug pitcher', ['lota', 'carafe']],
  ['dabba lunchbox tiffinbox', ['tiffin', 'masala box']],
  ['spice spices masaledani masaldani', ['masala']],
  ['rolling chakla roti chapati', ['belan', 'tawa']],
  ['kadhai kadai wok skillet griddle frying', ['pan']],
  ['handi patila degchi saucepan', ['stock pot']],
  ['guldan phooldan flower', ['vase']],
  ['gamla flowerpot pot plant', ['planter']],
  ['mombatti mombati', ['candle']],
  ['ghadi ghari watch', ['clock']],
  ['aaina aina sheesha shisha', ['mirror']],
  ['tokri tokari hamper', ['basket']],
  ['khunti hanger hook', ['hooks']],
  ['almari bookcase bookshelf rack', ['shelf']],
  ['seedhi sidhi ladder', ['step stool']],
  ['salt pepper namak mirch grinder', ['mills']],
  ['speaker transistor', ['radio']],
  ['gift tohfa present', ['set', 'candle', 'mug']]
];

const meanings = new Map(said.flatMap(([words, means]) => words.split(' ').map((word) => [word, means] as const)));

/** What else to look for when somebody says this word; none for a word that means itself only. */
export function synonymsOf(word: string): string[] {
  return meanings.get(word) ?? [];
}
