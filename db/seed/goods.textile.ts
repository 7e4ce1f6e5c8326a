import { each, grid, type GoodsEntry } from './goods.entry.ts';

/** Places and ways of making are invented for the demo shop; no real maker is meant. */
export const textile: GoodsEntry[] = [
  {
    handle: 'handwoven-rug',
    code: 'RUG',
    title: 'Handwoven rug',
    titleHi: 'हाथ से बुनी दरी',
    subtitle: 'Flat-woven cotton and wool, the same on both sides, in stripes that never quite repeat.',
    making: 'Woven on a pit loom in Panipat by two people who sit side by side and have to agree on every stripe.',
    use: 'Turn it over twice a year and it wears on both sides. The grip net keeps it on stone floors.',
    shelf: 'Rugs',
    tags: ['rug', 'cotton', 'wool', 'handwoven'],
    words: ['दरी', 'कालीन', 'गलीचा', 'قالین', 'دری', 'dari', 'durrie', 'dhurrie', 'kaleen', 'carpet', 'rug', 'panja'],
    facts: {
      Size: '90 × 150, 120 × 180 or 170 × 240 cm',
      Material: 'Cotton warp, wool weft',
      Sides: 'Both',
      Care: 'Vacuum, wash cold by hand'
    },
    size: 'large',
    grams: 4800,
    options: ['Stripes', 'Size'],
    variants: grid(
      { sunrise: ['Sunrise', 0], river: ['River', 0], field: ['Field', 0], night: ['Night', 0] },
      { s: ['90 × 150 cm', 8900], m: ['120 × 180 cm', 12900], l: ['170 × 240 cm', 21900] }
    )
  },
  {
    handle: 'cushion',
    code: 'CUSHION',
    title: 'Cushion',
    titleHi: 'गद्दी कुशन',
    subtitle: 'Block prints, ikats and plain cloths that were dyed to be put next to each other.',
    making: 'Printed by hand with teak blocks, or woven from yarn that was tied and dyed first; the plain ones use the same dyes.',
    use: 'The cover comes off with a hidden zip. The filling is kapok, and can be taken out to wash.',
    shelf: 'Cushions',
    tags: ['cushion', 'cotton', 'handmade'],
    words: ['कुशन', 'तकिया', 'गद्दी', 'تکیہ', 'takiya', 'gaddi', 'pillow', 'cushion cover', 'block print', 'ikat', 'sofa'],
    facts: { Size: '40 × 40 or 50 × 50 cm', Material: 'Cotton, kapok', Closes: 'Hidden zip', Care: 'Cover at 30 °C' },
    size: 'small',
    grams: 620,
    options: ['Cloth', 'Size'],
    variants: grid(
      {
        'block-rose': ['Block print rose', 0],
        'block-indigo': ['Block print indigo', 0],
        'ikat-sun': ['Ikat sun', 300],
        'ikat-night': ['Ikat night', 300],
        marigold: ['Marigold', 0],
        indigo: ['Indigo', 0],
        brick: ['Brick', 0],
        sage: ['Sage', 0]
      },
      { 40: ['40 cm', 1190], 50: ['50 cm', 1490] }
    )
  },
  {
    handle: 'floor-bolster',
    code: 'BOLSTER',
    title: 'Floor bolster',
    titleHi: 'मसनद',
    subtitle: 'A masnad for leaning on: firm, heavy and the right height for an elbow.',
    making: 'Filled with cotton by hand, beaten round, and closed with a drawn knot at each end.',
    use: 'Against a wall it makes a seat, across a lap it makes a desk. The cover comes off to wash.',
    shelf: 'Floor seating',
    tags: ['cushion', 'cotton', 'floor'],
    words: ['मसनद', 'गाव तकिया', 'لوڈ تکیہ', 'گاؤ تکیہ', 'masnad', 'gao takiya', 'bolster', 'lode', 'floor cushion', 'baithak'],
    facts: { Length: '75 cm', Thick: '22 cm', Material: 'Cotton, cotton filling', Care: 'Cover at 30 °C' },
    size: 'medium',
    grams: 3100,
    options: ['Cloth'],
    variants: each({
      brick: ['Brick', 2390],
      indigo: ['Indigo', 2390],
      sage: ['Sage', 2390],
      marigold: ['Marigold', 2390],
      ink: ['Ink', 2390, 2790]
    })
  },
  {
    handle: 'mudha-stool',
    code: 'MUDHA',
    title: 'Mudha stool',
    titleHi: 'मूढ़ा',
    subtitle: 'A round seat on four turned legs, low enough for tea and high enough for shoes.',
    making: 'Legs turned from acacia and wedged through the frame; the seat is webbed, padded and covered in wool.',
    use: 'It carries 130 kilograms and weighs four, so it goes where the guests are.',
    shelf: 'Stools',
    tags: ['stool', 'wood', 'wool', 'seating'],
    words: ['मूढ़ा', 'मूढा', 'स्टूल', 'موڑھا', 'mudha', 'moodha', 'mooda', 'stool', 'ottoman', 'pouf', 'footstool'],
    facts: { Height: '44 cm', Seat: '38 cm', Carries: '130 kg', Material: 'Oiled acacia, wool', Care: 'Brush, spot clean' },
    size: 'medium',
    grams: 4100,
    options: ['Seat'],
    variants: each({ brick: ['Brick', 5900], indigo: ['Indigo', 5900], sage: ['Sage', 5900] })
  },
  {
    handle: 'charpai-bench',
    code: 'CHARPAI',
    title: 'Charpai bench',
    titleHi: 'चारपाई बेंच',
    subtitle: 'Woven tape on a low wooden frame. Sags a little, as it should.',
    making: 'The frame is joined with pegs; eighty metres of cotton tape are woven and pulled tight by two people.',
    use: 'At the end of a bed or under a window. The tape can be tightened again at the foot after a year.',
    shelf: 'Benches',
    tags: ['bench', 'wood', 'cotton', 'seating'],
    words: ['चारपाई', 'खाट', 'खटिया', 'چارپائی', 'charpai', 'charpoy', 'khat', 'khatiya', 'manji', 'bench', 'daybed'],
    facts: { Size: '120 × 45 × 42 cm', Carries: '220 kg', Material: 'Mango wood, cotton tape', Care: 'Vacuum, tighten once a year' },
    size: 'large',
    grams: 9800,
    options: ['Tape'],
    variants: each({ marigold: ['Marigold', 12500], indigo: ['Indigo', 12500], brick: ['Brick', 12500] })
  }
];
