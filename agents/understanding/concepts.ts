/** Words that say the same when it comes to a wish, so that one of them teaches what the others mean. A star stands for any ending. */
const concepts: Record<string, string> = {
  order: 'order* purchase* bought ऑर्डर',
  parcel: 'parcel* package* packet* shipment* consignment* courier* deliveries पार्सल',
  thing: 'item* product* article* goods saman piece* thing* सामान प्रोडक्ट',
  refund: 'refund* reimburs* रिफंड',
  money: 'money amount paisa rupees cash xmoney पैसे',
  cancel: 'cancel* annul* revoke withdraw radd रद्द कैंसल कैंसिल',
  invoice: 'invoice* bill bills receipt* billing',
  person:
    'human* person people agent* executive* representative* operator* supervisor* manager* someone somebody anyone anybody staff insaan associate* assistant advisor colleague इंसान एजेंट',
  care: 'care support helpline hotline callcentre callcenter',
  call: 'call calls calling phone phoned ring dial callback',
  machine: 'bot bots robot* computer* machine* ai automat* program* artificial chatbot virtual',
  follow: 'track* status statuses update* whereabouts progress स्टेटस ट्रैक',
  late: 'late delay* waiting slow stuck overdue pending देर',
  arrive: 'arriv* reach* come comes coming came receive* get aayega aaya milega mila',
  price: 'price* cost* rate mrp expensive cheap* कीमत कितने',
  fee: 'charge charges fee fees penalt* cost*',
  bring: 'deliver* ship ships shipped shipping dispatch* serviceable डिलीवरी',
  store: 'store* shop shops showroom* outlet* branch* dukan dealer* distributor* franchise दुकान स्टोर',
  place: 'pincode xpin area location city town village region state country abroad international',
  return: 'return* wapas रिटर्न वापस',
  exchange: 'exchang* replac* swap* substitut* बदलना बदल बदलवा एक्सचेंज',
  change: 'chang* modif* edit* updat* alter* amend* correct* switch* badal* set setting',
  broken: 'broken broke damag* crack* torn scratch* dent* smash* defect* faulty toota kharab shattered टूटा खराब',
  missing: 'missing incomplete absent lacking short forgot empty',
  discount: 'discount* offer* coupon* promo* sale deal deals cashback voucher* referral refer referr*',
  cash: 'cod cash',
  plan: 'emi instalment* finance loan monthly',
  password: 'password* passcode pass login otp passkey',
  account: 'account* profile* user registration register* signup signing',
  mail: 'newsletter* subscri* unsubscri* mailing notification* spam',
  opinion: 'review* feedback rating* rate opinion* comment* testimonial',
  angry: 'pathetic worst terrible horrible useless fraud* scam* cheat* liar* thie* ridiculous rude disgust* ghatiya bakwas fed',
  complain: 'complain* complaint* escalate court sue grievance reclamation claim',
  curse: 'fuck* damn* shit* goddamn bloody bastard* idiot* hell wtf',
  rule: 'policy policies rule* terms conditions',
  proof: 'original genuine authentic* fake duplicate asli',
  promise: 'warrant* guarantee*',
  made: 'material fabric wood cotton ingredients foam steel brass',
  size: 'size* dimension* height width length weight measure* tall wide big small large medium',
  colour: 'colour* blue red green black white indigo brick sage',
  wait: 'restock* notify alert waitlist',
  have: 'stock available availability',
  like: 'recommend* range variant* type types kind kinds option* model models suggest* best better choose advice',
  goods:
    'lamp* light* bulb* rug* carpet* chair* stool* table* desk* bench* shelf shelves cupboard sofa* couch bed beds mattress* pillow* cushion* blanket* curtain* towel* ' +
    'vase* pot pots planter* mirror* clock* candle* frame* basket* bowl* plate* cup cups mug mugs glass* bottle* jar jars spoon* knife knives pan pans cooker* kettle* tiffin* ' +
    'shirt* dress* saree* kurta* jeans shoe shoes sandal* bag bags watch* ring rings phone* laptop* charger* headphone* toy toys book books ' +
    'protein* supplement* vitamin* multivitamin* tablet* capsule* powder* cream* shampoo* soap* oil serum* tea coffee snack* equipment dumbbell* treadmill* ' +
    'gift* present furniture decor kursi bartan लैंप कुर्सी',
  aim: 'muscle* weight fat hair skin sleep back pain gym workout fitness health* body lean bulk glow strength',
  hours: 'hours timing* open opens opening close closes closed'
};

type Concept = { word: string; whole: Set<string>; beginnings: string[] };

const known: Concept[] = Object.entries(concepts).map(([word, list]) => {
  const all = list.split(' ');
  return {
    word: `@${word}`,
    whole: new Set(all.filter((one) => !one.endsWith('*'))),
    beginnings: all.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1))
  };
});
const seen = new Map<string, string[]>();
const MOST_KEPT = 20_000;

export function conceptsOf(word: string): string[] {
  const before = seen.get(word);
  if (before) return before;
  const found = known
    .filter(({ whole, beginnings }) => whole.has(word) || beginnings.some((beginning) => word.startsWith(beginning)))
    .map((concept) => concept.word);
  // Shoppers make up words without end; what is kept of them has one.
  if (seen.size < MOST_KEPT) seen.set(word, found);
  return found;
}
