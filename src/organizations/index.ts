export { judgeQualification, requireQualified } from './judge-qualification';
export { Organization, OrganizationPenalty } from './organization.entity';
export { Qualification } from './qualification.entity';
export { type OrganizationToRegister, registerOrganization } from './register-organization';
