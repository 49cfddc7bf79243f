import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { approvalKind } from '../approvals';
import { recordChange } from '../audit';
import { DomainError } from '../errors';
import { administeredBy, grantRole, Person, personContent, ROLE_NAMES, ROLES } from '../identity';
import { announce } from '../notices';

const personOf = (tx: EntityManager, id: string): Promise<Person | null> =>
  tx.findOneBy(Person, { id, sandbox: false });

const content = z
  .strictObject({
    person: z.uuid(),
    role: z.enum(ROLES),
    validFrom: z.iso.date(),
    validUntil: z.iso.date().optional(),
  })
  .refine(({ validFrom, validUntil = validFrom }) => validUntil >= validFrom, {
    path: ['validUntil'],
    message: 'must not be before validFrom',
  });

/** The system administrator proposes a role for a person, and the security administrator grants it. */
export const roleGrant = approvalKind<z.infer<typeof content>>({
  kind: 'role_grant',
  makers: ['system_administrator'],
  steps: ['security_administrator'],
  inBook: false,
  schema: content,

  async describe({ tx, maker, bureauId }, { person: id, role }) {
    if (maker.sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
    const person = await personOf(tx, id);
    if (person === null || administeredBy(person) !== bureauId) {
      throw new DomainError('NOT_FOUND', 'not_found');
    }
    // Staff work for a bureau, and members for an organization.
    if ((role === 'organization_member') !== (person.creditCode !== null)) {
      throw new DomainError('ROLES_INCOMPATIBLE', 'refused', { role });
    }
    return { title: `授予${person.name}“${ROLE_NAMES[role].zh}”角色`, subject: `person/${id}` };
  },

  async present({ person, role, validFrom, validUntil }, language, tx) {
    return [
      { field: 'person', value: (await personOf(tx, person))?.name ?? person },
      { field: 'role', value: ROLE_NAMES[role][language] },
      { field: 'validFrom', value: validFrom },
      ...(validUntil === undefined ? [] : [{ field: 'validUntil', value: validUntil }]),
    ];
  },

  async execute(work, { person, role, validFrom, validUntil = null }, { id, bureauId }) {
    const grant = { role, validFrom, validUntil };
    const event = {
      action: 'role.grant',
      bureauId,
      person: work.by,
      ...work.from,
      subject: `person/${person}`,
      content: { ...grant, approval: id },
    };
    await recordChange(work.tx, personContent(person), event, () =>
      grantRole(work.tx, { personId: person, ...grant }, work.by),
    );
    const { name } = await work.tx.findOneByOrFail(Person, { id: person });
    const told = {
      kind: 'role_granted',
      bureauId,
      subject: `person/${person}`,
      facts: { person: name, role, validFrom, validUntil, decidedBy: work.by },
    } as const;
    // Whoever has the role, and whoever watches what the other administrators do.
    await announce(work.tx, { ...told, to: { people: [person] } });
    await announce(work.tx, { ...told, to: { role: 'audit_administrator' }, except: person });
  },
});
