import type { Language } from '#lib/commerce/support/who.ts';

type Said = { en: string; hi: string; hinglish: string };

/** What is said for the wishes that come most, in the languages that come most; everything else is said in English. {Names} are filled in. */
const phrases = {
  intro: {
    en: 'I am mez’s automatic assistant; “a person, please” always gets you one of us.',
    hi: 'मैं mez का ऑटोमैटिक सहायक हूँ; “इंसान से बात” कहते ही हम में से कोई आ जाता है।',
    hinglish: 'Main mez ka automatic assistant hoon; “insaan se baat” boliye to hum mein se koi aa jaata hai.'
  },
  greeting: {
    en: 'Hello! Ask me about an order, a return, a product or a store.',
    hi: 'नमस्ते! ऑर्डर, वापसी, सामान या दुकान के बारे में पूछिए।',
    hinglish: 'Namaste! Order, return, product ya store ke baare mein puchhiye.'
  },
  thanks: {
    en: 'You are welcome. Is there anything else?',
    hi: 'आपका स्वागत है। और कुछ?',
    hinglish: 'Aapka swagat hai. Aur kuch?'
  },
  heard: { en: 'All right. Is there anything else?', hi: 'ठीक है। और कुछ?', hinglish: 'Theek hai. Aur kuch?' },
  joke: {
    en: 'A lamp walks into a store and says: I only came in to light up the place. Orders and returns I do better. What may I look up for you?',
    hi: 'एक लैंप दुकान में आया और बोला: बस रोशनी करने आया था। ऑर्डर और वापसी मुझसे बेहतर होते हैं। क्या देखूँ?',
    hinglish: 'Ek lamp dukaan mein aaya aur bola: bas roshni karne aaya tha. Order aur return mujhse behtar hote hain. Kya dekhoon?'
  },
  laugh: {
    en: 'Glad that it made you smile. Is there anything else?',
    hi: 'अच्छा लगा कि आप मुस्कुराए। और कुछ?',
    hinglish: 'Achha laga ki aap muskuraye. Aur kuch?'
  },
  howAreYou: {
    en: 'I am a program, so always well, thank you. What may I look up for you?',
    hi: 'मैं प्रोग्राम हूँ, हमेशा ठीक, धन्यवाद। क्या देखूँ?',
    hinglish: 'Main program hoon, hamesha theek, dhanyavaad. Kya dekhoon?'
  },
  sameToYou: {
    en: 'Thank you, the same to you! What may I look up for you?',
    hi: 'धन्यवाद, आपको भी! क्या देखूँ?',
    hinglish: 'Dhanyavaad, aapko bhi! Kya dekhoon?'
  },
  onlyAProgram: {
    en: 'That is kind, but I am only a program. What may I look up for you?',
    hi: 'शुक्रिया, पर मैं बस एक प्रोग्राम हूँ। क्या देखूँ?',
    hinglish: 'Shukriya, par main bas ek program hoon. Kya dekhoon?'
  },
  goodbye: { en: 'Goodbye, and come again.', hi: 'अलविदा, फिर आइएगा।', hinglish: 'Alvida, phir aaiyega.' },
  person: {
    en: 'One of us goes on from here; what was said so far is with them. You can close this page: the answer waits here.',
    hi: 'अब हम में से कोई आगे बात करेगा; अब तक की बात उनके पास है। पेज बंद भी कर सकते हैं, जवाब यहीं मिलेगा।',
    hinglish: 'Ab hum mein se koi aage baat karega; ab tak ki baat unke paas hai. Page band bhi kar sakte hain, jawab yahin milega.'
  },
  stopped: {
    en: '(You stopped me here.)',
    hi: '(आपने मुझे यहीं रोक दिया।)',
    hinglish: '(Aapne mujhe yahin rok diya.)'
  },
  offerPerson: {
    en: 'I do not understand this well enough to help. Shall one of us go on?',
    hi: 'मैं इसे ठीक से नहीं समझ पाया। क्या हम में से कोई आगे बात करे?',
    hinglish: 'Main ise theek se nahi samajh paya. Kya hum mein se koi aage baat kare?'
  },
  choose: {
    en: 'I am not sure what you mean. Is it one of these?',
    hi: 'मैं पक्का नहीं समझा। क्या इनमें से कुछ है?',
    hinglish: 'Main pakka nahi samjha. Kya inmein se kuch hai?'
  },
  unknown: {
    en: 'I do not know that. I can help with orders, returns, products and stores.',
    hi: 'यह मुझे नहीं पता। मैं ऑर्डर, वापसी, सामान और दुकानों में मदद कर सकता हूँ।',
    hinglish: 'Yeh mujhe nahi pata. Main order, return, product aur store mein madad kar sakta hoon.'
  },
  otherLanguage: {
    en: 'I understand English and Hindi only. Please write in one of them, or say “a person, please”.',
    hi: 'मैं केवल अंग्रेज़ी और हिंदी समझता हूँ।',
    hinglish: 'Main sirf English aur Hindi samajhta hoon.'
  },
  whichOrder: { en: 'Which order is it?', hi: 'कौन सा ऑर्डर?', hinglish: 'Kaun sa order?' },
  noOrders: {
    en: 'I see no orders in your account.',
    hi: 'आपके खाते में कोई ऑर्डर नहीं दिखता।',
    hinglish: 'Aapke account mein koi order nahi dikhta.'
  },
  signIn: {
    en: 'To look at an order I have to know that it is yours: sign in, or open this talk from the page of the order.',
    hi: 'ऑर्डर देखने के लिए पहले साइन इन कीजिए, या ऑर्डर के पेज से यह बात शुरू कीजिए।',
    hinglish: 'Order dekhne ke liye pehle sign in kijiye, ya order ke page se yeh baat shuru kijiye.'
  },
  notFound: {
    en: 'I find no order of yours by that number. Look at the number once more, please.',
    hi: 'इस नंबर का आपका कोई ऑर्डर नहीं मिला। नंबर फिर से देखिए।',
    hinglish: 'Is number ka aapka koi order nahi mila. Number phir se dekhiye.'
  },
  status: { en: 'Order {order}: {words}', hi: 'ऑर्डर {order}: {words}', hinglish: 'Order {order}: {words}' },
  expected: { en: 'Expected: {when}.', hi: 'कब तक: {when}।', hinglish: 'Kab tak: {when}.' },
  confirm: {
    en: 'Nothing has happened yet: look at the card and press the button if it is right.',
    hi: 'अभी कुछ नहीं हुआ है: कार्ड देखिए और सही हो तो बटन दबाइए।',
    hinglish: 'Abhi kuch nahi hua hai: card dekhiye aur sahi ho to button dabaiye.'
  },
  whereTo: {
    en: 'Where should it go? Write the street and the postcode.',
    hi: 'कहाँ भेजें? गली और पिनकोड लिखिए।',
    hinglish: 'Kahan bhejein? Street aur pincode likhiye.'
  },
  whichItem: { en: 'Which thing is it?', hi: 'कौन सा सामान?', hinglish: 'Kaun sa saman?' },
  whyBack: { en: 'Why does it come back?', hi: 'वापस क्यों करना है?', hinglish: 'Wapas kyun karna hai?' },
  left: {
    en: 'All right, I leave it as it is.',
    hi: 'ठीक है, जैसा है वैसा रहने देता हूँ।',
    hinglish: 'Theek hai, jaisa hai waisa rehne deta hoon.'
  },
  noReturn: {
    en: 'Of this order nothing comes back at the moment.',
    hi: 'इस ऑर्डर का कुछ भी वापस नहीं आ रहा है।',
    hinglish: 'Is order ka kuch bhi wapas nahi aa raha hai.'
  },
  lookOrders: { en: 'I look at your orders.', hi: 'आपके ऑर्डर देखता हूँ।', hinglish: 'Aapke order dekhta hoon.' },
  lookReturn: { en: 'I look at what comes back.', hi: 'वापसी देखता हूँ।', hinglish: 'Return dekhta hoon.' },
  lookUp: { en: 'I look that up.', hi: 'अभी देखता हूँ।', hinglish: 'Abhi dekhta hoon.' },
  lookGoods: { en: 'I look through our things.', hi: 'हमारा सामान देखता हूँ।', hinglish: 'Hamara saman dekhta hoon.' },
  lookStores: { en: 'I look at our stores.', hi: 'हमारी दुकानें देखता हूँ।', hinglish: 'Hamari dukanein dekhta hoon.' },
  workOut: {
    en: 'I work out what that would do.',
    hi: 'देखता हूँ कि उससे क्या होगा।',
    hinglish: 'Dekhta hoon ki usse kya hoga.'
  }
} as const satisfies Record<string, Said>;

export type Phrase = keyof typeof phrases;

export function say(language: Language, phrase: Phrase, filled: Record<string, string> = {}): string {
  const text: string = phrases[phrase][language === 'other' ? 'en' : language];
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '');
}
