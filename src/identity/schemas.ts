import { z } from 'zod';

const visible = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{C}]*$/u, 'must hold no control characters');

export const personName = visible(60);
/** What a program's key is for. */
export const keyName = visible(60);
export const title = visible(200);
export const login = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{2,39}$/,
    'must be 3 to 40 of a-z, 0-9, dot, dash and underscore, and begin with a letter or digit',
  );
/** Code of a bureau or of a book. */
export const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be made of a-z, 0-9 and -');

const administrator = z.strictObject({ name: personName, login });

/** What the first set-up is told, over HTTP and on the command line. */
export const setUpMembers = {
  bureau: z.strictObject({ code, name: title }),
  book: z.strictObject({ code, title }),
  administrators: z
    .strictObject({
      system_administrator: administrator,
      security_administrator: administrator,
      audit_administrator: administrator,
    })
    .refine(
      (three) => new Set(Object.values(three).map(({ name }) => name)).size === 3,
      'must be three different people',
    ),
};
