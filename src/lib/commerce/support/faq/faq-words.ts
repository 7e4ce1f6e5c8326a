import { isSlip } from './slips.ts';

/** Words of one kind, said as the first: other words for it, Hindi as it is typed, usual slips. A phrase stands with `_` between its words. */
const SAME = [
  'return give_back give_it_back give_them_back giving_back gave_back send_back sending_back sent_back bring_back take_back takes_back taken_back take_things_back send_an_item_back send_it_back send_stuff_back give_something_back give_back_things bring_it_back wapas vapas wapis lautana वापस hand_back hand_over handing_over returnable returning returned lautane lautani wapis_karna',
  'refund money_back get_my_money paisa_wapas paise_wapas reimburse credited refunded रिफंड rupees_back amount_back cash_back_to paisa_kab get_refunded refundable money_returned paise_kab',
  'exchange swap replace replacement replaced instead_of_refund badalna_saman इक्सचेंज badal_kar badalwana another_one_instead exchanged exchangeable in_place_of adla_badli',
  'change edit modify correct update badal badalna alter switch badlana badalni badalne switching changing modification amend',
  'cancel cancle call_off drop stop stopped cancellation cancelled canceled abort radd cancelling canceling nahi_lena call_it_off take_off remove',
  'howlong how_long how_many_days how_fast how_soon how_quickly kitne_din kitna_time kitni_der till_when until_when by_when kab_tak last_date time_limit deadline estimated_time how_much_time valid window kitne_dino kitna_din how_many_weeks how_late last_day period time_frame duration expiry expire expires validity within_how_many kitne_ghante how_many_hours',
  'cost how_much price charge charges fee fees kitna_paisa kitne_paise deduct deducted rate free bear bears pays extra paisa_lagega lagta_hai kharcha kharch kitna_lagega kitne_ka amount_for costs costing deduction deductions charged muft paying_for',
  'delivery deliver delivered delivering ship shipping shipped shipment courier bring brought reach bhejna bhejte bhejne dispatch delivering deliveries arrive arrives arriving pahunchega pahuchega post_to transport home_delivery bhej',
  'broken damaged crack cracked shattered smashed toota tuta faulty defective stopped_working not_working kharab dented chipped torn leaking dead not_turning_on does_not_work doesnt_work not_work tut_gaya phata breakage scratched bent missing_parts',
  'wrong galat different incorrect another_product galti_se_dusra not_what',
  'store shop outlet dukan showroom counter branch दुकान outlets nearby near_me mall stores shops store_se',
  'home house ghar door flat घर doorstep residence',
  'address pata pincode postcode flat_number',
  'colour color shade rang colours colors rangeen',
  'size bigger smaller large small chhota chota bada sizes sizing doesnt_fit not_fit',
  'receipt bill invoice proof_of_purchase proof bil रसीद rasid raseed parchi bills receipts packing_slip order_mail',
  'pay paid paying payment payments bhugtan',
  'cashondelivery cash_on_delivery cod pay_at_door pay_on_delivery cash_at_the_door',
  'late delay delayed slow missed missing_the_delivery der later_than late_by late_aana behind',
  'compensation penalty milega_kya anything_for sorry goodwill do_i_get_anything compensate refund_for_delay discount_if something_for voucher_if give_for',
  'today tonight this_evening aaj urgent urgently same_day few_hours right_now abhi immediately',
  'collect pick_it_up pick_up_myself khud_le self_pickup collection khud_lena khud_aa come_and_collect collecting collects take_it_from pick_it pick_up_from_store pick_from',
  'fetch fetched pick_up pickup reverse_pickup come_and_take_it come_and_take le_jaoge collect_from_my picked_up pick_it_up_from uthane le_jana le_jayega someone_come somebody_come come_to_my come_to_take',
  'abroad international overseas foreign videsh other_countries outside_india dubai london usa uk america canada singapore nepal another_country bahar_desh outside_of_india dusre_desh gulf europe australia',
  'tax gst',
  'printer print printing',
  'reason why valid_reason reasons kyu explain kyon wajah',
  'dislike dont_like do_not_like not_like pasand_nahi changed_my_mind change_my_mind nahi_chahiye dont_want',
  'photo picture pictures photos image photograph photographs tasveer snap',
  'order booking booked ordered ordering orders order_kiya mangwaya purchase',
  'times second_time kitni_baar how_often again twice maximum_number how_many_times',
  'clean wash washed washing dhona dhone care saaf',
  'material made_of bana cheez_ka_bana fabric real',
  'measure dimensions tall wide height width large_is how_large how_big size_of lambai',
  'hold holds litre litres capacity liter',
  'carry carries weight_utha weight heavy',
  'battery charge_of runs backup',
  'hob hobs induction stove gas cooktop',
  'screw screws fitting fixings',
  'when kab',
  'mistake accident by_mistake',
  'kept hold_my_parcel reserve reserved held stay keep hold_it held_for stays rakhte rakhoge',
  'method mode option options methods ways way medium',
  'storecredit store_credit only_store_credit credit_note wallet voucher wallet_credit shop_credit',
  'most maximum limit max at_most',
  'real actual really actually in_practice average normally usually',
  'far distant remote far_off',
  'town city inside_the_city within_town local',
  'toosmall too_small run_small runs_small small_fit tight',
  'approved approve accepted',
  'post post_it must_i_post send_it_off bhejne',
  'courier carrier delivery_guy',
  'account bank source',
  'country countries',
  'upi gpay google_pay phonepe paytm bhim netbanking net_banking',
  'card cards debit_card credit_card visa mastercard rupay amex',
  'buy bought kharida khareeda purchased',
  'gift gifted present tohfa',
  'money paisa paise amount rupees rupaye',
  'gone lost kho_gaya misplaced'
];

/** Said in every question, and so of none. */
const IDLE = new Set(
  'a an the is are was were be been it its i my me mine you your u ur do does did can could will would shall should may might have has had am to of in on at for from with by and or if so that this these those there here then than as but not no nahi ka ki ke ko se me mein hai hain ho kya kar karna karu karte sakta sakte sakti hu hun hoon mujhe mera meri tha gaya raha what which who how where please pls sir just very much any some something anything get got want need let know tell like after before bhi being people totally receive received receiving whole even still off once one out goods thing things item items product products stuff saman samaan सामान up us we our they them he she his her about also too still ok yes hi hello le lo de do wala itself really'.split(
    ' '
  )
);

const LONGEST_PHRASE = 4;
const MOST_LETTERS = 600;

const meant = new Map<string, string>();
for (const line of SAME) {
  const [name = '', ...others] = line.split(' ');
  for (const one of [name, ...others]) meant.set(one.replaceAll('_', ' '), `=${name}`);
}

const FORGIVEN_FROM = 5;
/** Words alone, by their first letter, which is seldom the one that slips. */
const known = new Map<string, string[]>();
for (const word of meant.keys()) {
  if (word.includes(' ') || word.length < FORGIVEN_FROM) continue;
  const first = word[0] ?? '';
  known.set(first, [...(known.get(first) ?? []), word]);
}

export function plainWords(text: string): string[] {
  const plain = text.slice(0, MOST_LETTERS).normalize('NFKC').toLowerCase().replaceAll(/[’'`]/g, '');
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** What a question is about, in its order: words that say the same are one, words that say nothing are gone. */
export function faqWords(text: string): string[] {
  const words = plainWords(text);
  const found: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = phraseAt(words, at);
    const phrase = words.slice(at, at + length).join(' ');
    const word = meant.get(phrase) ?? meant.get(stem(phrase)) ?? slipOf(phrase) ?? stem(phrase);
    if (word.startsWith('=') || !IDLE.has(phrase)) found.push(word);
    at += length;
  }
  return found;
}

/** The word of ours that was meant where one letter is too much, missing, wrong, or two changed places; the shorter a word, the likelier it is another. */
function slipOf(word: string): string | undefined {
  if (IDLE.has(word) || word.length < FORGIVEN_FROM) return undefined;
  const near = (known.get(word[0] ?? '') ?? []).find((other) => isSlip(word, other));
  return near === undefined ? undefined : meant.get(near);
}

function phraseAt(words: readonly string[], at: number): number {
  for (let length = LONGEST_PHRASE; length > 1; length -= 1) {
    if (at + length <= words.length && meant.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 1;
}

/** English endings only; what is doubled before one is single without it, as in `wrapping`. */
function stem(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return undoubled(word.slice(0, -3));
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && word.endsWith('ed')) return undoubled(word.slice(0, -2));
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const undoubled = (word: string): string => word.replace(/([bdgmnprt])\1$/, '$1');
