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

/** Whose keys somebody sees and revokes: the own, and of a bureau's people where one watches over them. */
const WITHIN_REACH = `
  (p.id = $1 OR $2 AND p.sandbox = $3 AND $4 IN (p.bureau_id, p.entered_by_bureau_id))`;

const reachOf = ({ personId, roles, sandbox, bureauId }: Caller): unknown[] => [
  personId,
  roles.includes('security_administrator'),
  sandbox,
  bureauId,
];

/** A key in a list; the key itself is kept nowhere. */
export interface ListedApiKey extends Pick<
  ApiKey,
  'id' | 'name' | 'scopes' | 'createdAt' | 'expiresAt' | 'revokedAt'
> {
  readonly person: { readonly id: string; readonly name: string };
}

/** The caller's keys, or for a security administrator those of the bureau's people; the newest first. */
export function listApiKeys(
  tx: EntityManager,
  caller: Caller,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<ListedApiKey[]> {
  return tx.query<ListedApiKey[]>(
    `SELECT k.id, jsonb_build_object('id', p.id, 'name', p.name) AS person, k.name, k.scopes,
            k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt"
       FROM fund.api_key k JOIN fund.person p ON p.id = k.person_id
      WHERE ${WITHIN_REACH} AND ($5::uuid IS NULL OR k.id < $5)
      ORDER BY k.id DESC LIMIT $6`,
    [...reachOf(caller), after ?? null, limit],
  );
}

/**
 * Revokes a key, at once.
 *
 * @throws DomainError NOT_FOUND it is out of the caller's reach, was revoked, or is not there
 */
export async function revokeApiKey(tx: EntityManager, caller: Caller, id: string): Promise<void> {
  const event = { action: 'api_key.revoke', ...actorFacts(caller), subject: `api_key/${id}` };
  await recordChange(tx, apiKeyContent(id), event, async () => {
    const revoked = await tx.query<[unknown[], number]>(
      `UPDATE fund.api_key k SET revoked_at = now() FROM fund.person p
        WHERE p.id = k.person_id AND k.id = $5 AND k.revoked_at IS NULL AND ${WITHIN_REACH}`,
      [...reachOf(caller), id],
    );
    if (revoked[1] !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  });
}
