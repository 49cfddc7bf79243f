import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';
import { ADVANCE_APPROVALS } from './advances';
import { AdvanceDraftsController, AdvancesController } from './advances/http';
import { OWN_KINDS } from './approval-kinds';
import { ApprovalKinds } from './approvals';
import { ApprovalsController, DelegationsController, PoliciesController } from './approvals/http';
import { AWARD_KINDS } from './awards';
import { AssessmentsController, AwardsController, AwardSharesController } from './awards/http';
import { StatementReader } from './bank';
import {
  BankLinesController,
  BankMatchesController,
  BankReconciliationsController,
  BankProfilesController,
  BankStatementsController,
} from './bank/http';
import { BUDGET_KINDS } from './budget';
import { BudgetController } from './budget/http';
import { CasesController, ProcedureController } from './case-register/http';
import { CaseFilesController } from './casefile/http';
import { CLAIM_KINDS } from './claims';
import {
  BankReceiptsController,
  ClaimRegistersController,
  ClaimsController,
  DemandLettersController,
  EnforcementReceiptsController,
  PayOutsController,
} from './claims/http';
import { DAMAGE_FUND_KINDS } from './damage-fund';
import { DamageFundController, RestorationPlansController } from './damage-fund/http';
import type { FundDatabase } from './database';
import { openDocumentStore } from './document-store';
import { Documents, InvoiceReader } from './documents';
import { DocumentsController } from './documents/http';
import { EarmarkingController, PublicationController } from './earmarking/http';
import { HONOUR_APPROVALS } from './honours';
import { HonoursController } from './honours/http';
import { Secrets } from './identity';
import {
  AccessGuard,
  ApiKeysController,
  Cookies,
  InstallationController,
  OwnAccountController,
  PeopleController,
  SessionsController,
  SetUpController,
} from './identity/http';
import { InboxSources } from './inbox';
import { InboxController } from './inbox/http';
import { BookHints } from './ledger';
import { LEGAL_SERVICE_KINDS } from './legal-services';
import { LawFirmsController, LegalRecordsController } from './legal-services/http';
import { MeetingsController } from './meetings/http';
import { ORGANIZATION_APPROVALS } from './organizations';
import { OrganizationsController } from './organizations/http';
import { bankAccountApproval } from './payees';
import { BankAccountsController } from './payees/http';
import { PaymentOrdersController } from './payments/http';
import { MonthsController } from './months/http';
import { NoticesController } from './notices/http';
import { ConsoleController } from './platform/http/console.controller';
import { HealthController } from './platform/http/health.controller';
import { Metrics } from './platform/http/metrics';
import { MetricsController } from './platform/http/metrics.controller';
import { OwnHosts } from './platform/http/own-hosts';
import { ProblemsController } from './platform/http/problems.controller';
import { RateLimitGuard, RateLimits } from './platform/http/rate-limits';
import { OPEN_WORK } from './open-work';
import type { Config } from './platform/config';
import { requestLogging } from './platform/logging';
import { REDIS_WATCH } from './platform/redis';
import { QueueBoard, QueueBoardController, QueueController } from './queue/http';
import { JUDGMENT_APPROVALS } from './recoveries';
import { JudgmentsController } from './recoveries/http';
import {
  AuditEventsController,
  AuditSealController,
  BookController,
  BooksController,
  ClearingAccountsController,
  ComputationsController,
  RequestEventsController,
  SEAL_PUBLIC_KEY,
  type SealPublicKey,
  SealsController,
} from './reports/http';
import { costAbsorption, refundDuty } from './settlements';
import { CourtRefundsController, ReceiptsController, SurplusController } from './settlements/http';
import { VouchersController } from './vouchers/http';
import { CALENDAR_KINDS } from './working-days';
import { CalendarController } from './working-days/http';

/** Everything that needs approval. */
const APPROVAL_KINDS = [
  ...ADVANCE_APPROVALS,
  ...OWN_KINDS,
  ...AWARD_KINDS,
  ...BUDGET_KINDS,
  ...CALENDAR_KINDS,
  ...JUDGMENT_APPROVALS,
  ...CLAIM_KINDS,
  ...HONOUR_APPROVALS,
  ...DAMAGE_FUND_KINDS,
  ...LEGAL_SERVICE_KINDS,
  ...ORGANIZATION_APPROVALS,
  bankAccountApproval,
  costAbsorption,
  refundDuty,
];

/** The board of the queues, where there is a Redis. */
const boardOf = ({ redisUrl }: Config) =>
  redisUrl === undefined
    ? { controllers: [], providers: [] }
    : {
        controllers: [QueueBoardController],
        providers: [{ provide: QueueBoard, useFactory: () => new QueueBoard(redisUrl) }],
      };

const rateLimits = (config: Config, { redis }: FundDatabase): RateLimits =>
  new RateLimits(
    {
      sign_in: config.signInTries,
      login: config.loginTries,
      login_day: config.loginTriesADay,
      act: config.actsAMinute,
      request: config.requestsAMinute,
    },
    redis?.client,
  );

/** The HTTP service over an open database. */
@Module({})
export class AppModule {
  static over(
    config: Config,
    database: FundDatabase,
    { secrets, metrics }: { readonly secrets: Secrets; readonly metrics: Metrics },
    sealKey: SealPublicKey['key'],
  ): DynamicModule {
    const board = boardOf(config);
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(requestLogging(config.logLevel)),
        TypeOrmModule.forRootAsync({
          useFactory: () => database.dataSource.options,
          dataSourceFactory: () => Promise.resolve(database.dataSource),
        }),
        TerminusModule.forRoot({ errorLogStyle: 'json' }),
      ],
      providers: [
        // In this order: what a caller has left can only be told of a known caller.
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        {
          provide: Documents,
          useValue: new Documents(openDocumentStore(config, database), new InvoiceReader()),
        },
        { provide: StatementReader, useValue: new StatementReader() },
        { provide: InboxSources, useValue: new InboxSources(OPEN_WORK) },
        { provide: ApprovalKinds, useValue: new ApprovalKinds(APPROVAL_KINDS) },
        { provide: Secrets, useValue: secrets },
        { provide: Cookies, useValue: new Cookies(secrets, config.publicUrl !== undefined) },
        { provide: OwnHosts, useValue: new OwnHosts(config.publicUrl) },
        { provide: RateLimits, useValue: rateLimits(config, database) },
        { provide: Metrics, useValue: metrics },
        { provide: BookHints, useFactory: () => new BookHints(database.wakeUp) },
        { provide: REDIS_WATCH, useValue: database.redis ?? null },
        ...board.providers,
        { provide: SEAL_PUBLIC_KEY, useValue: { key: sealKey } satisfies SealPublicKey },
      ],
      controllers: [
        AdvanceDraftsController,
        AdvancesController,
        ApiKeysController,
        ApprovalsController,
        AuditEventsController,
        BankAccountsController,
        AssessmentsController,
        AwardsController,
        AwardSharesController,
        BankLinesController,
        BankMatchesController,
        BankProfilesController,
        BankReconciliationsController,
        BankStatementsController,
        BookController,
        AuditSealController,
        BooksController,
        BudgetController,
        CalendarController,
        CaseFilesController,
        CasesController,
        BankReceiptsController,
        ClaimRegistersController,
        ClaimsController,
        ClearingAccountsController,
        ComputationsController,
        ConsoleController,
        DamageFundController,
        DelegationsController,
        DemandLettersController,
        DocumentsController,
        EarmarkingController,
        EnforcementReceiptsController,
        PayOutsController,
        HealthController,
        HonoursController,
        InboxController,
        InstallationController,
        JudgmentsController,
        LawFirmsController,
        LegalRecordsController,
        MeetingsController,
        MetricsController,
        OrganizationsController,
        NoticesController,
        OwnAccountController,
        MonthsController,
        PaymentOrdersController,
        PeopleController,
        PoliciesController,
        PublicationController,
        ProcedureController,
        ProblemsController,
        QueueController,
        ...board.controllers,
        ReceiptsController,
        RequestEventsController,
        RestorationPlansController,
        SealsController,
        SessionsController,
        SetUpController,
        CourtRefundsController,
        SurplusController,
        VouchersController,
      ],
    };
  }
}
