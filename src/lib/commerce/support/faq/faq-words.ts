import { isSlip } from './slips.ts';

/** Words of one kind, said as the first: other words for it, Hindi as it is typed, usual slips. A phrase stands with `_` between its words. */
const SAME = [
  'return give_back give_it_back give_them_back giving_back gave_back send_back sending_back sent_back bring_back take_back takes_back taken_back take_things_back send_an_item_back send_it_back send_stuff_back give_something_back give_back_things bring_it_back wapas vapas wapis lautana वापस hand_back hand_over handing_over returnable returning returned lautane lautani wapis_karna lautaya lauta lautau wapsi vapsi wapas_bheju wapas_bhejna wapas_dena wapas_kaise trade_in return_lene',
  'refund money_back get_my_money paisa_wapas paise_wapas reimburse credited refunded रिफंड rupees_back amount_back cash_back_to paisa_kab get_refunded refundable money_returned paise_kab refund_kaha reimbursement money_coming money_back_in paisa_vapas paise_wapas_aane wapas_aane paise_vapas return_my_money refunding',
  'exchange swap replace replacement replaced instead_of_refund badalna_saman इक्सचेंज badal_kar badalwana another_one_instead exchanged exchangeable in_place_of adla_badli trade trading badle badle_me badla swap_it dusra_piece another_piece bigger_one smaller_one exchanging',
  'change edit modify correct update badal badalna alter switch badlana badalni badalne switching changing modification amend reroute redirect correction badal_do badal_kar_do amended revise rectify badlo badal_dijiye badal_dena switch_to',
  'cancel cancle call_off drop stop stopped cancellation cancelled canceled abort radd cancelling canceling nahi_lena call_it_off take_off remove scrap undo withdraw hatana hatao hata hata_do order_wapas stop_it take_it_off back_out nullify void',
  'howlong how_long how_many_days how_fast how_soon how_quickly kitne_din kitna_time kitni_der till_when until_when by_when kab_tak last_date time_limit deadline estimated_time how_much_time valid window kitne_dino kitna_din how_many_weeks how_late last_day period time_frame duration expiry expire expires validity within_how_many kitne_ghante how_many_hours how_old how_quick kitna_samay kitne_samay kitne_minute how_many_minutes cut_off cutoff kab_se how_many_months time_left days_left kitne_dino_me how_long_after',
  'cost how_much price charge charges fee fees kitna_paisa kitne_paise deduct deducted rate free bear bears pays extra paisa_lagega lagta_hai kharcha kharch kitna_lagega kitne_ka amount_for costs costing deduction deductions charged muft paying_for cost_me costs_me who_bears pricing kharche paise_lagte paisa_lagta',
  'delivery deliver delivered delivering ship shipping shipped shipment courier bring brought reach bhejna bhejte bhejne dispatch delivering deliveries arrive arrives arriving pahunchega pahuchega post_to transport home_delivery bhej aane_me pohchega pahuchne pahuchane',
  'broken damaged crack cracked shattered smashed toota tuta faulty defective stopped_working not_working kharab dented chipped torn leaking dead not_turning_on does_not_work doesnt_work not_work tut_gaya phata breakage scratched bent missing_parts broke break shatter not_switch_on does_not_switch_on doesnt_switch_on does_not_turn_on doesnt_turn_on wont_turn_on came_off fell_off kharab_nikla bekar damage fell_apart not_start does_not_start malfunction',
  'wrong galat different incorrect another_product galti_se_dusra not_what someone_elses somebody_elses kuch_aur kuch_aur_hi nahi_manga jo_manga jo_order_kiya not_mine another_persons mismatch incorrectly',
  'store shop outlet dukan showroom counter branch दुकान outlets nearby near_me mall stores shops store_se',
  'home house ghar door flat घर doorstep residence hotel ghar_aaoge ghar_pe',
  'address pata pincode postcode flat_number pin_code landmark location postal_code zip zipcode',
  'colour color shade rang colours colors rangeen white black red blue green yellow kala safed lal neela hara peela',
  'size bigger smaller large small chhota chota bada sizes sizing doesnt_fit not_fit king queen king_size queen_size double_size variant variants',
  'receipt bill invoice proof_of_purchase proof bil रसीद rasid raseed parchi bills receipts packing_slip order_mail cash_memo',
  'pay paid paying payment payments bhugtan',
  'cashondelivery cash_on_delivery cod pay_at_door pay_on_delivery cash_at_the_door',
  'late delay delayed slow missed missing_the_delivery der later_than late_by late_aana behind',
  'compensation penalty milega_kya anything_for sorry goodwill do_i_get_anything compensate refund_for_delay discount_if something_for voucher_if give_for',
  'today tonight this_evening aaj urgent urgently same_day few_hours right_now abhi immediately',
  'collect pick_it_up pick_up_myself khud_le self_pickup collection khud_lena khud_aa come_and_collect collecting collects take_it_from pick_it pick_up_from_store pick_from',
  'fetch fetched pick_up pickup reverse_pickup come_and_take_it come_and_take le_jaoge collect_from_my picked_up pick_it_up_from uthane le_jana le_jayega someone_come somebody_come come_to_my come_to_take take_the_return take_the_parcel lene_aaoge lene delivery_boy_take arrange_a_pick_up arrange_pickup',
  'abroad international overseas foreign videsh other_countries outside_india dubai london usa uk america canada singapore nepal another_country bahar_desh outside_of_india dusre_desh gulf europe australia germany new_york france italy spain china japan russia malaysia sri_lanka bangladesh pakistan bhutan thailand qatar oman kuwait saudi saudi_arabia bahrain emirates uae ireland scotland england sweden norway switzerland austria netherlands belgium poland turkey egypt kenya nigeria south_africa brazil mexico new_zealand indonesia vietnam korea hong_kong philippines mauritius toronto paris berlin sydney melbourne california abroad_delivery amrika bidesh',
  'tax gst',
  'printer print printing',
  'reason why valid_reason reasons kyu explain kyon wajah',
  'dislike dont_like do_not_like not_like pasand_nahi changed_my_mind change_my_mind nahi_chahiye dont_want',
  'photo picture pictures photos image photograph photographs tasveer snap',
  'order booking booked ordered ordering orders order_kiya mangwaya purchase',
  'times second_time kitni_baar how_often again twice maximum_number how_many_times already_exchanged already_returned how_many_returns how_many_exchanges once_more number_of_returns number_of_exchanges',
  'clean wash washed washing dhona dhone care saaf dhoye dhoyen dho dhulai washable cleaned hand_wash',
  'material made_of bana cheez_ka_bana fabric real made_from made_out_of kis_cheez kis_cheez_ki kis_cheez_ka kisse_bana which_metal which_wood',
  'measure dimensions tall wide height width large_is how_large how_big size_of lambai',
  'hold holds litre litres capacity liter paani_aata kitna_paani fits_in ml',
  'carry carries weight_utha weight heavy wajan vajan bhaar load sit baith people_sit support_weight kitna_bhaar kilo kilos',
  'battery charge_of runs backup',
  'hob hobs induction stove gas cooktop',
  'screw screws fitting fixings',
  'when kab',
  'mistake accident by_mistake error by_error galti_se galti',
  'kept hold_my_parcel reserve reserved held stay keep hold_it held_for stays rakhte rakhoge',
  'method mode option options methods ways way medium installments installment emi instalments',
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
  'gone lost kho_gaya kho_gayi misplaced',
  'assembly assemble assembled jodna put_together put_it_together self_assembly',
  'minutes minute minut'
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
