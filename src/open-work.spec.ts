import { ROLES } from './identity';
import { OPEN_WORK } from './open-work';

const ofRoles = (roles: readonly string[]) => ({ roles, isOfOrganization: false });

/** Requests wait for whoever the policy says, and for those who stand in for them. */
const BY_ROLE = OPEN_WORK.filter(({ name }) => name !== 'approval');

describe('open work', () => {
  it.each(BY_ROLE)('$name is before everybody whose role it can wait for', ({ open, before }) => {
    const named = ROLES.filter((role) => open.includes(`'${role}'`));
    const asked = ROLES.filter((role) =>
      role === 'organization_member'
        ? before({ roles: [], isOfOrganization: true }).length > 0
        : before(ofRoles([role])).length > before(ofRoles([])).length,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(asked.filter((role) => role !== 'system_administrator')).toEqual(
      named.filter((role) => role !== 'system_administrator'),
    );
  });

  it.each(BY_ROLE)(
    '$name is before the system administrator where nobody can act',
    ({ before }) => {
      expect(before(ofRoles(['system_administrator'])).join()).toContain('true AS stuck');
    },
  );
});
