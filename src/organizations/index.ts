export { judgeQualification, requireQualified } from './judge-qualification';
export { Organization, OrganizationPenalty } from './organization.entity';
export { Qualification } from './qualification.entity';
export { registerOrganization } from './register-organization';
