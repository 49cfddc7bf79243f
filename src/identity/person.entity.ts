import { Check, Column, CreateDateColumn, Entity, Unique } from 'typeorm';
import { IdColumn, ReferenceColumn } from '../platform/database/columns';
import type { Language } from '../errors';
import { Bureau } from './bureau.entity';

/**
 * Somebody who acts. Duties are kept apart by person, whatever accounts a person has. A person belongs
 * to a bureau or to a social organization.
 */
@Entity('person')
@Unique(['bureauId', 'name'])
@Unique(['creditCode', 'name'])
@Check('ck_person_belongs', 'num_nonnulls(bureau_id, credit_code) = 1')
@Check('ck_person_entered_by', 'entered_by_bureau_id IS NULL OR credit_code IS NOT NULL')
@Check(
  'ck_person_email',
  `char_length(email) <= 254 AND email ~ '^[^[:space:][:cntrl:]@<>(),;:"]+@[^[:space:][:cntrl:]@<>(),;:"]+$'`,
)
@Check('ck_person_language', `language IN ('zh', 'en')`)
export class Person {
  @IdColumn()
  id: string;

  /** Signs what the person does, so it tells two people of one bureau apart: 张伟, 张伟（二科）. */
  @Column('text')
  name: string;

  @ReferenceColumn(() => Bureau, { nullable: true })
  bureauId: string | null;

  /** Unified social credit code of the person's organization. */
  @Column('text', { nullable: true })
  creditCode: string | null;

  /** The bureau that entered a member of an organization: its administrators look after the account. */
  @ReferenceColumn(() => Bureau, { nullable: true })
  enteredByBureauId: string | null;

  /** Invented; acts in sandbox books only. */
  @Column('boolean')
  sandbox: boolean;

  /** Where notices go by e-mail; the person's own to say. */
  @Column('text', { nullable: true })
  email: string | null;

  /** In which notices are written. */
  @Column('text', { default: 'zh' })
  language: Language;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt: Date;
}

/** The bureau whose administrators look after a person's account and roles; null for nobody's. */
export const administeredBy = ({
  bureauId,
  enteredByBureauId,
}: Pick<Person, 'bureauId' | 'enteredByBureauId'>): string | null => bureauId ?? enteredByBureauId;
