export const SHORTEST_PASSWORD = 8;

/** What stands at the top of every list of stolen passwords, as far as it is long enough for us. */
const GUESSED_FIRST = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword pass1234 12345678 123456789 1234567890 0123456789 87654321 987654321
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345
  abcdefgh abcdefghi a1b2c3d4 iloveyou iloveyou1 sunshine princess football baseball superman trustno1 whatever computer internet michelle
  jennifer welcome1 welcome123 letmein1 letmein123 administrator admin123 admin1234 changeme changeme1 starwars charlie1 dragon123 monkey123
  master123 shadow123 india123 india1234 krishna1 bangalore bengaluru mumbai123 password! secret12 secret123 passport mustang1 corvette`.split(
    /\s+/
  )
);

/** Whether it is too short, or among what is tried first against this person. */
export function isWeak(password: string, about: { email: string; name: string }): boolean {
  const bare = password.toLowerCase();
  if (Array.from(password).length < SHORTEST_PASSWORD || GUESSED_FIRST.has(bare)) return true;
  // "aaaaaaaa", "ababababab"
  if (/^(.{1,2})\1+$/.test(bare)) return true;
  const [local = ''] = about.email.toLowerCase().split('@');
  const own = [about.email.toLowerCase(), local, about.name.toLowerCase(), about.name.toLowerCase().replaceAll(/\s/g, '')];
  return own.some((word) => word.length >= 4 && bare.replace(/[\d!.]{0,4}$/, '') === word.replace(/[\d!.]{0,4}$/, ''));
}
