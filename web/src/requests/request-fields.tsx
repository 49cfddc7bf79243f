import type { ComponentType } from 'react';
import { AccountResetFields } from './account-reset';
import { AdvanceApplicationFields } from './advance-application';
import { AwardDecisionFields, AwardRecallFields, SanctionRecordFields } from './award-requests';
import { BudgetChangeFields } from './budget-change';
import { CalendarChangeFields } from './calendar-change';
import { ConditionDefaultFields } from './condition-default';
import type { FieldsProps } from './fields-props';
import { GeneralVoucherFields } from './general-voucher';
import { HonourFields, HonourRevocationFields } from './honour';
import { InKindAcceptanceFields } from './in-kind-acceptance';
import { SurplusFields, surplusOf } from './damage-surplus';
import { EnforcementDeferralFields } from './enforcement-deferral';
import { InterestStayFields } from './interest-stay';
import { JudgmentFields } from './judgment';
import { LawFirmChangeFields } from './law-firm-change';
import { LawFirmRegistrationFields } from './law-firm-registration';
import { LegalEngagementFields } from './legal-engagement';
import { CrossCaseFields, MilestonePaymentFields } from './milestone-payment';
import { MonthReopenFields } from './month-reopen';
import { OrganizationChangeFields } from './organization-change';
import { OrganizationRegistrationFields } from './organization-registration';
import { OrganizationReviewFields } from './organization-review';
import { OrganizationStandingFields } from './organization-standing';
import { PolicyChangeFields } from './policy-change';
import {
  PayOutFields,
  RefundFields,
  ReimbursementFields,
  RemittanceFields,
  ReversalFields,
  WriteOffFields,
} from './recovery-fields';
import { ReceiptDepartureFields } from './receipt-departure';
import { RestorationPlanChangeFields, RestorationPlanFields } from './restoration-plan';
import { RequestDiscardFields } from './request-discard';
import { RoleGrantFields } from './role-grant';
import { ServiceAgreementFields } from './service-agreement';
import { ServiceAgreementEndFields } from './service-agreement-end';

/** The form of each kind of request; it makes a request and revises one. Its values are the content. */
const FIELDS: Readonly<Record<string, ComponentType<FieldsProps>>> = {
  account_reset: AccountResetFields,
  advance_application: AdvanceApplicationFields,
  award_decision: AwardDecisionFields,
  award_payment: ReimbursementFields,
  award_recall: AwardRecallFields,
  budget_change: BudgetChangeFields,
  calendar_change: CalendarChangeFields,
  condition_default: ConditionDefaultFields,
  general_voucher: GeneralVoucherFields,
  honour: HonourFields,
  honour_revocation: HonourRevocationFields,
  in_kind_acceptance: InKindAcceptanceFields,
  interest_stay: InterestStayFields,
  enforcement_deferral: EnforcementDeferralFields,
  deficit_recovery: PayOutFields,
  judgment: JudgmentFields,
  organization_change: OrganizationChangeFields,
  organization_registration: OrganizationRegistrationFields,
  organization_review: OrganizationReviewFields,
  organization_standing: OrganizationStandingFields,
  law_firm_change: LawFirmChangeFields,
  law_firm_registration: LawFirmRegistrationFields,
  legal_engagement: LegalEngagementFields,
  sanction_record: SanctionRecordFields,
  service_agreement: ServiceAgreementFields,
  service_agreement_end: ServiceAgreementEndFields,
  role_grant: RoleGrantFields,
  month_reopen: MonthReopenFields,
  policy_change: PolicyChangeFields,
  request_discard: RequestDiscardFields,
  cost_absorption: WriteOffFields,
  cost_reimbursement: ReimbursementFields,
  damages_remittance: RemittanceFields,
  debt_write_off: WriteOffFields,
  fund_replenishment: PayOutFields,
  interest_remittance: RemittanceFields,
  overpayment_refund: RefundFields,
  receipt_departure: ReceiptDepartureFields,
  receipt_reversal: ReversalFields,
  restoration_plan: RestorationPlanFields,
  restoration_plan_change: RestorationPlanChangeFields,
  milestone_payment: MilestonePaymentFields,
  cross_case_cost: CrossCaseFields,
  damage_surplus: SurplusFields,
};

/** The fields of a kind; nothing for a kind that this console has no form for. */
export const fieldsOf = (kind: string): ComponentType<FieldsProps> | undefined => FIELDS[kind];

/** Where what is sent depends on what was chosen; else it is what the form holds. */
const CONTENTS: Readonly<Record<string, (values: object) => object>> = {
  damage_surplus: surplusOf,
};

/** The content that a form of a kind makes of what it holds. */
export const contentOf = (kind: string, values: object): object =>
  CONTENTS[kind]?.(values) ?? values;
