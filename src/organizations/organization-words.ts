import type { Bilingual } from '../errors';
import type { OrganizationKind } from '../law';
import type { EvidenceKind, StandingAction } from './organization-file.entity';

export const KIND_NAMES: Readonly<Record<OrganizationKind, Bilingual>> = {
  social_association: { zh: '社会团体', en: 'Social association' },
  social_service_organization: { zh: '社会服务机构', en: 'Social service organization' },
  foundation: { zh: '基金会', en: 'Foundation' },
  other: { zh: '其他', en: 'Other' },
};

export const EVIDENCE_NAMES: Readonly<Record<EvidenceKind, Bilingual>> = {
  registration_certificate: { zh: '登记证书', en: 'Registration certificate' },
  charter: { zh: '章程', en: 'Charter' },
  annual_report: { zh: '年度工作报告书或年检报告书', en: 'Annual report' },
  clean_record_statement: { zh: '无违法记录声明', en: 'Clean-record statement' },
  activity_proof: { zh: '从事环保公益活动证明', en: 'Proof of earlier activity' },
  other: { zh: '其他材料', en: 'Other' },
};

export const STANDING_NAMES: Readonly<Record<StandingAction, Bilingual>> = {
  penalty: { zh: '登记处罚', en: 'Put a penalty on record' },
  suspend: { zh: '暂停', en: 'Suspend' },
  resume: { zh: '恢复', en: 'Resume' },
  deregister: { zh: '注销', en: 'Deregister' },
};
