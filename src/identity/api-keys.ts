import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { hashOfContent, recordChange, recordEvent } from '../audit';
import { DomainError } from '../errors';
import { ApiKey } from './account.entity';
import type { Caller } from './caller';
import { type Actor, actorFacts } from './people';
import { apiKeyContent } from './recorded-content';
import { hashOfToken, newToken } from './secrets';

/** What a program's key may be good for. */
export const SCOPES = ['books:read', 'vouchers:write', 'audit:read', 'metrics:read'] as const;

export type Scope = (typeof SCOPES)[number];

/** Says at once, also to a scanner for leaked secrets, what such a text is. */
const PREFIX = 'fund_';

/**
 * Makes a key for a program that acts as the caller, within scopes.
 *
 * @param days how long it is good for
 * @returns the key, which is shown this once
 */
export async function makeApiKey(
  tx: EntityManager,
  caller: Actor & { readonly personId: string },
  key: { readonly name: string; readonly scopes: readonly Scope[]; readonly days: number },
): Promise<{ id: string; key: string }> {
  const id = uuidv7();
  const secret = `${PREFIX}${newToken()}`;
  await tx.insert(ApiKey, {
    id,
    personId: caller.personId,
    name: key.name,
    keyHash: hashOfToken(secret),
    scopes: [...key.scopes],
    expiresAt: () => `now() + interval '${String(key.days)} days'`,
  });
  const afterHash = await hashOfContent(tx, apiKeyContent(id));
  await recordEvent(tx, {
    action: 'api_key.make',
    ...(afterHash && { afterHash }),
    ...actorFacts(caller),
    subject: `api_key/${id}`,
    content: key,
  });
  return { id, key: secret };
}

/** Revokes one of the caller's keys, at once. */
export async function revokeApiKey(tx: EntityManager, caller: Caller, id: string): Promise<void> {
  const event = { action: 'api_key.revoke', ...actorFacts(caller), subject: `api_key/${id}` };
  await recordChange(tx, apiKeyContent(id), event, async () => {
    const { affected } = await tx
      .createQueryBuilder()
      .update(ApiKey)
      .set({ revokedAt: () => 'now()' })
      .where('id = :id AND person_id = :personId AND revoked_at IS NULL', {
        id,
        personId: caller.personId,
      })
      .execute();
    if (affected !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  });
}
