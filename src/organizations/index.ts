export { FILE_EXPIRIES } from './file-expiries';
export { judgeQualification, requireQualified } from './judge-qualification';
export { changeStanding } from './keep-file';
export { ORGANIZATION_APPROVALS } from './organization-kinds';
export {
  OrganizationEvidence,
  OrganizationOpinion,
  OrganizationStanding,
  OrganizationVersion,
} from './organization-file.entity';
export { Organization, OrganizationPenalty } from './organization.entity';
export { Qualification } from './qualification.entity';
export { registerOrganization } from './register-organization';
export { listOrganizations } from './read-organizations';
export { creditCode } from './organization-schemas';
