import { z } from 'zod';
import { approvalKind } from '../approvals';
import { recordChange } from '../audit';
import { DomainError } from '../errors';
import { grantRole, Person, personContent, type Role, ROLES } from '../identity';

/** The roles as people call them. */
const NAMES: Readonly<Record<Role, string>> = {
  finance_officer: '经办会计',
  reviewer: '初审人',
  approver: '审批人',
  cashier: '出纳',
  auditor: '审计人员',
  organization_member: '社会组织人员',
  system_administrator: '系统管理员',
  security_administrator: '安全管理员',
  audit_administrator: '审计管理员',
};

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
    const person = await tx.findOneBy(Person, { id, sandbox: false });
    if (person === null || (person.creditCode === null && person.bureauId !== bureauId)) {
      throw new DomainError('NOT_FOUND', 'not_found');
    }
    // Staff work for a bureau, and members for an organization.
    if ((role === 'organization_member') !== (person.creditCode !== null)) {
      throw new DomainError('ROLES_INCOMPATIBLE', 'refused', { role });
    }
    return { title: `授予${person.name}“${NAMES[role]}”角色`, subject: `person/${id}` };
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
  },
});
