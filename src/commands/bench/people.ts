import type { DataSource } from 'typeorm';
import { type Caller, enterSandboxPeople, type Role } from '../../identity';

/** Of the invented organization whose member the sandbox has. */
const CREDIT_CODE = '51220000MJ00010109';

/** Enters the invented people of the sandbox, one for each role, and tells how to act as them. */
export async function enterPeople(dataSource: DataSource): Promise<(role: Role) => Caller> {
  await enterSandboxPeople(dataSource, CREDIT_CODE, '2024-01-01');
  type Row = Pick<Caller, 'personId' | 'name' | 'bureauId' | 'creditCode'> & { role: Role };
  const rows = await dataSource.query<Row[]>(
    `SELECT p.id AS "personId", p.name, p.bureau_id AS "bureauId", p.credit_code AS "creditCode", g.role
       FROM fund.person p JOIN fund.role_grant g ON g.person_id = p.id WHERE p.sandbox`,
  );
  return (role) => {
    const row = rows.find((each) => each.role === role);
    if (row === undefined) throw new Error(`nobody in the sandbox is ${role}`);
    const { personId, name, bureauId, creditCode } = row;
    return {
      ...{ personId, name, bureauId, creditCode, roles: [role], sandbox: true },
      ...{ accountId: null, sessionId: null, scopes: null, steppedUp: false, address: 'bench' },
    };
  };
}
