import type { EntityManager } from 'typeorm';
import type { RecordedContent } from '../audit';
import { Person } from './person.entity';

/** Name, membership and roles in force, as the trail hashes them. */
export const personContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT jsonb_build_object('name', p.name, 'bureau', p.bureau_id, 'creditCode', p.credit_code,
           'roles', (SELECT jsonb_agg(jsonb_build_object('role', g.role, 'from', g.valid_from, 'until', g.valid_until)
                                      ORDER BY g.role, g.id)
                       FROM fund.role_grant g WHERE g.person_id = p.id AND g.revoked_at IS NULL)) AS content
          FROM fund.person p WHERE p.id = $1`,
});

/** Login, state and which secrets are set, as the trail hashes them; never a secret. */
export const accountContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT jsonb_build_object('person', a.person_id, 'login', a.login, 'state', a.state,
           'hasPassword', a.password_hash IS NOT NULL, 'hasSecondFactor', a.totp_secret IS NOT NULL) AS content
          FROM fund.account a WHERE a.id = $1`,
});

/** A key but for itself, as the trail hashes it. */
export const apiKeyContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT to_jsonb(k) - 'key_hash' AS content FROM fund.api_key k WHERE k.id = $1`,
});

/** What the trail says of a person who is known by an account only. */
export async function personFacts(
  tx: EntityManager,
  personId: string,
): Promise<{ person: string; personId: string; bureauId: string | null }> {
  const { name, bureauId } = await tx.findOneByOrFail(Person, { id: personId });
  return { person: name, personId, bureauId };
}
