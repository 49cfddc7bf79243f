import { dictionary } from '@zxcvbn-ts/language-common';
import { DomainError } from '../errors';
import { hashPassword, isPassword } from './passwords';

const CONTEXT = ['li-yi', '李一', '长春市生态环境局', 'changchun'];

async function verdictOf(password: string): Promise<string> {
  try {
    await hashPassword(password, CONTEXT);
    return 'taken';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('a new password', () => {
  it.each([
    'a sentence nobody else says',
    '三月的雪落在松花江上静静',
    'Xk3!vr92Lq_zWm',
    'ｆｕｌｌ width is width all the same',
  ])('is taken: %s', async (password) => {
    const stored = await hashPassword(password, CONTEXT);
    expect(await isPassword(stored, password)).toBe(true);
    expect(await isPassword(stored, password.normalize('NFKC'))).toBe(true);
    expect(await isPassword(stored, `${password}.`)).toBe(false);
  });

  it.each([
    ['short', 'eleven char'],
    ['long', 'a sentence nobody else says '.repeat(5)],
    ['of one character', 'aaaaaaaaaaaaaaaa'],
    ['of a repeated part', 'ab'.repeat(60)],
    ['along the keyboard', '1qaz2wsx3edc4rfv'],
    ['common with a year', 'Password2024!!'],
    ['common in disguise', 'P@ssw0rd12345'],
    ['common twice', 'passwordpassword'],
    ['with the login', 'nobody guesses LI-YI here'],
    ['with the name', '松花江上有李一的三月雪花'],
    ['with the bureau', '在长春市生态环境局工作很好'],
    ['with the code of the bureau', 'nobody in ChangChun would say'],
  ])('is refused when it is %s', async (_what, password) => {
    expect(await verdictOf(password)).toBe('PASSWORD_WEAK');
  });

  it('is none of the common ones that are long enough', async () => {
    const common = dictionary['passwords-common'].filter(({ length }) => length >= 12);
    expect(common.length).toBeGreaterThan(300);
    for (const password of common) {
      expect([password, await verdictOf(password)]).toEqual([password, 'PASSWORD_WEAK']);
    }
  });
});
