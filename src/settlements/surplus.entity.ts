import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { AdvanceItem } from '../advances';
import { Person } from '../identity';
import type { Fen } from '../money';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  ReferenceColumn,
} from '../platform/database/columns';

/** That the unsettled rest of a cost is to come back, and until when. Append-only by trigger. */
@Entity('surplus_demand')
@Check('ck_surplus_demand_amount', 'amount_fen > 0')
@Check('ck_surplus_demand_due', 'due_on > demanded_on')
export class SurplusDemand {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  demandedOn: string;

  @BusinessDateColumn()
  dueOn: string;

  @ReferenceColumn(() => Person)
  demandedById: string;
}

/** That whoever owes a surplus was reminded. Append-only by trigger. */
@Entity('surplus_reminder')
@Unique(['itemId', 'remindedOn'])
export class SurplusReminder {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @BusinessDateColumn()
  remindedOn: string;

  @ReferenceColumn(() => Person)
  remindedById: string;
}

/** A surplus, or a part of it, that came back. Append-only by trigger. */
@Entity('surplus_return')
@Unique(['recordedById', 'actKey'])
@Check('ck_surplus_return_amount', 'amount_fen > 0')
export class SurplusReturn {
  @IdColumn()
  id: string;

  @Index()
  @ReferenceColumn(() => AdvanceItem)
  itemId: string;

  @FenColumn()
  amountFen: Fen;

  @BusinessDateColumn()
  returnedOn: string;

  @Column('text')
  bankReference: string;

  @ReferenceColumn(() => Person)
  recordedById: string;

  @Column('text')
  actKey: string;
}
