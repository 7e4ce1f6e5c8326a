import { each, grid, type GoodsEntry } from './goods.entry.ts';

/** Places and ways of making are invented for the demo shop; no real maker is meant. */
export const light: GoodsEntry[] = [
  {
    handle: 'gumbad-table-lamp',
    code: 'GUMBAD',
    title: 'Gumbad table lamp',
    titleHi: 'गुम्बद टेबल लैंप',
    subtitle: 'A spun-steel dome enamelled by hand in Moradabad. Dims from a night light to a full room.',
    making:
      'The dome is spun from one sheet of steel, enamelled by hand and fired twice; the foot is cast and weighted so that it does not tip.',
    use: 'Turn the brass knob on top: it dims from a night light to a full room, and the cloth cord reaches a socket behind a sofa.',
    shelf: 'Table lamps',
    tags: ['lamp', 'steel', 'enamel', 'dimmable'],
    words: ['लैंप', 'बत्ती', 'टेबल लैम्प', 'गुंबद', 'لیمپ', 'گنبد', 'gumbad', 'gumbaz', 'lamp', 'light', 'desk lamp', 'bedside', 'dome', 'batti'],
    facts: {
      Height: '42 cm',
      Dome: '38 cm wide',
      Material: 'Enamelled steel, brass knob',
      Bulb: 'E27 LED, 8 W, included',
      Cord: '2 m, cloth covered',
      Care: 'Wipe with a dry cloth'
    },
    size: 'medium',
    grams: 3200,
    options: ['Enamel'],
    variants: each({ marigold: ['Marigold', 6490], indigo: ['Indigo', 6490], chalk: ['Chalk', 6490] })
  },
  {
    handle: 'minar-floor-lamp',
    code: 'MINAR',
    title: 'Minar floor lamp',
    titleHi: 'मीनार फ़्लोर लैंप',
    subtitle: 'A tall stem with a pleated cotton shade and a small brass gallery, like the top of a tower.',
    making: 'The stem is turned from three lengths of ash and lacquered; the shade is pleated cotton, folded and pinned by hand.',
    use: 'Stand it behind a reading chair: the light falls at shoulder height, and the foot switch works in the dark.',
    shelf: 'Floor lamps',
    tags: ['lamp', 'wood', 'cotton', 'reading'],
    words: ['मीनार', 'फर्श लैंप', 'लैंप', 'مینار', 'لیمپ', 'minar', 'minaret', 'standing lamp', 'reading lamp', 'floor light'],
    facts: {
      Height: '148 cm',
      Shade: '40 cm wide',
      Material: 'Lacquered ash, cotton, brass',
      Bulb: 'E27 LED, 9 W, included',
      Switch: 'At the foot',
      Care: 'Brush the shade, wipe the stem'
    },
    size: 'large',
    grams: 6800,
    options: ['Stem'],
    variants: each({ ink: ['Ink', 11900], sage: ['Sage', 11900, 13500] })
  },
  {
    handle: 'jharokha-pendant',
    code: 'JHAROKHA',
    title: 'Jharokha pendant',
    titleHi: 'झरोखा पेंडेंट लाइट',
    subtitle: 'A ring of small arched windows. Lit, it throws them on the ceiling.',
    making: 'Each window is cut from the steel with a fretsaw before the shade is enamelled, so that no edge is left bare.',
    use: 'Hang it 70 cm above a table: the arches glow, the table gets a clear circle of light.',
    shelf: 'Pendants',
    tags: ['lamp', 'steel', 'hanging', 'enamel'],
    words: ['झरोखा', 'झूमर', 'लटकन', 'جھروکا', 'jharokha', 'jaroka', 'hanging lamp', 'ceiling light', 'jhoomar', 'pendant light'],
    facts: {
      Width: '30 or 45 cm',
      Cord: '2 m, shortens by hand',
      Material: 'Enamelled steel or brass',
      Bulb: 'E27 LED, 8 W, included',
      Fitting: 'Ceiling hook and cup in the box',
      Care: 'Dust with a soft brush'
    },
    size: 'medium',
    grams: 2600,
    options: ['Finish', 'Width'],
    variants: grid({ brick: ['Brick', 0], sky: ['Sky', 0], brass: ['Brass', 900] }, { 30: ['30 cm', 4990], 45: ['45 cm', 6990] })
  },
  {
    handle: 'diya-night-light',
    code: 'DIYA',
    title: 'Diya night light',
    titleHi: 'दीया नाइट लाइट',
    subtitle: 'The shape of an oil lamp, with a warm light that stays on for nine hours.',
    making: 'Thrown in one pull on the wheel, pinched at the lip while wet, glazed inside and out.',
    use: 'Tap the rim once for a night light, twice to have it fade out in an hour. It charges by USB-C.',
    shelf: 'Night lights',
    tags: ['lamp', 'ceramic', 'gift', 'rechargeable'],
    words: ['दीया', 'दीपक', 'दिया', 'दीवाली', 'دیا', 'diya', 'deepak', 'diwali', 'oil lamp', 'bedside', 'nightlight', 'children'],
    facts: {
      Length: '13 cm',
      Material: 'Glazed stoneware',
      Light: 'Warm LED, 0.5 W',
      Runs: '9 hours on one charge',
      Charge: 'USB-C, cable included',
      Care: 'Wipe clean, do not soak'
    },
    size: 'small',
    grams: 420,
    options: ['Glaze'],
    variants: each({ marigold: ['Marigold', 1290], indigo: ['Indigo', 1290], sage: ['Sage', 1290], brick: ['Brick', 1290] })
  },
  {
    handle: 'haveli-wall-lamp',
    code: 'HAVELI',
    title: 'Haveli wall lamp',
    titleHi: 'हवेली दीवार लैंप',
    subtitle: 'A short arm and a fluted glass bell, for a corridor or either side of a mirror.',
    making: 'The arm is bent cold from one brass tube; the glass is blown into a fluted mould and cut at the rim.',
    use: 'Point it up for a soft wall or down for a page. It needs one screw and a cable outlet, or the plug-in cord in the box.',
    shelf: 'Wall lamps',
    tags: ['lamp', 'brass', 'glass', 'wall'],
    words: ['हवेली', 'दीवार बत्ती', 'حویلی', 'haveli', 'sconce', 'wall light', 'corridor', 'brass lamp'],
    facts: {
      Reach: '21 cm from the wall',
      Material: 'Brass or lacquered steel, blown glass',
      Bulb: 'E14 LED, 5 W, included',
      Fitting: 'Wired, or with the plug-in cord',
      Care: 'Glass lifts off to wash'
    },
    size: 'small',
    grams: 1100,
    options: ['Finish'],
    variants: each({ brass: ['Brass', 3950], ink: ['Ink', 3750] })
  }
];
