import { expect, test } from 'vitest';
import { wantsPerson } from './person.ts';

const asked = `human
human please
Human!!
a person please
person pls
agent
AGENT NOW
live agent
real person
customer care
customer care executive
talk to agent
talk to a human
i want to talk to a person
i want to speak to someone
let me speak with your manager
can i speak to a real human being
connect me to an agent
connect me with customer care
transfer me to a representative
please transfer this chat to your supervisor
put me through to somebody
hand me over to a colleague
i need a human
i need an agent please
get me a person
give me a real person
i'd like to have a human
is there a real person
is there anyone
are there any humans there
can i have an agent
not a bot please
no bots
stop bot
i don't want to talk to a robot, no robots
call me
call me back
please call me back on this number
request a callback
i want to chat with live agent
hello, i want to speak with an associate
escalate this to a manager
i want to reach your customer service
contact customer support
kisi insaan se baat karao
insaan se baat karni hai
mujhe agent se baat karna hai
manager se baat karwao
customer care se baat karao
koi insaan chahiye
agent chahiye
kisi se baat karni hai
किसी इंसान से बात कराओ
एजेंट से बात करनी है
मैनेजर से बात करवाओ
this is useless, get me someone
you dont understand me. human please
cancel the lamp and then let me talk to someone
where is my order? i want an agent
you are no help, i need help talking to a person
i do not get you, how do i reach a damn human
is there any person available
i want help contacting someone
THIS IS USELESS!! a human please
USELESS. AGENT. NOW.
HUMAN!!! HUMAN!!! HUMAN!!!
WHY WONT YOU GET ME A PERSON
I SAID A PERSON
how many times must i ask, a manager please!!!
your bot is rubbish. agent
STOP TALKING, SOMEBODY REAL PLEASE
for the last time: a human being
is there nobody real, put a person on this
bloody useless bot, human now
ARE YOU DEAF? I WANT TO TALK TO A PERSON
no more of this, I want one of your people
bas karo, kisi insaan ko bulao
BAKWAS BOT HAI. INSAAN SE BAAT KARAO`.split('\n');

const notAsked = `are you a human
are you a real person or a bot
am i talking to a person
where is my order
the delivery person was rude
the agent said it would come today
leave it with someone at the gate
nobody was home
somebody stole my parcel
i called you yesterday
gift for a person of 40
how many people fit on the bench
cancel my order
no
please
the security person has it
i do not need an agent, just cancel it
does the human hand soap contain alcohol
table for six people
did anyone pick it up
manager chair in walnut
order baat nahi aaya
ask an agent whether i can see my bills
THIS IS USELESS!!
the delivery man said a person of my house signed for it
who is the model in the photo, a person or a doll
somebody stole it, where is it
I SAID CANCEL IT
where is the delivery person now`.split('\n');

test('a wish for a person is heard nineteen times in twenty', () => {
  const missed = asked.filter((text) => !wantsPerson(text));
  expect(missed.length / asked.length, missed.join('\n')).toBeLessThanOrEqual(0.05);
});

test.each(notAsked)('%s: asks for nobody', (text) => expect(wantsPerson(text)).toBe(false));
