import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { Bureau, Person } from '../identity';
import {
  BusinessDateColumn,
  FenColumn,
  IdColumn,
  oneOf,
  ReferenceColumn,
} from '../platform/database/columns';

export const MEETING_STATES = ['draft', 'concluded'] as const;
export const FOLLOW_UPS = ['open', 'done'] as const;

/** A meeting of the agencies that watch over the fund (联席会议). Fixed once it is concluded. */
@Entity('joint_meeting')
@Index('ix_joint_meeting_draft', ['bureauId'], { where: `state = 'draft'` })
@Unique(['bureauId', 'number'])
@Check('ck_joint_meeting_state', oneOf('state', MEETING_STATES))
@Check(
  'ck_joint_meeting_concluded',
  `(state = 'concluded') = (num_nonnulls(concluded_by_id, concluded_at) = 2) AND num_nonnulls(concluded_by_id, concluded_at) <> 1`,
)
@Check('ck_joint_meeting_other', 'concluded_by_id <> maker_id')
export class JointMeeting {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Bureau)
  bureauId: string;

  @Column('text')
  number: string;

  @Column('text')
  title: string;

  @BusinessDateColumn()
  heldOn: string;

  @Column('text')
  place: string;

  @Column('text')
  chairedBy: string;

  /** What was said and resolved (会议纪要). */
  @Column('text', { nullable: true })
  minutes: string | null;

  @Column('text', { default: 'draft' })
  state: (typeof MEETING_STATES)[number];

  /** One more with each edit. */
  @Column('integer', { default: 1 })
  version: number;

  @ReferenceColumn(() => Person)
  makerId: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  madeAt: Date;

  @ReferenceColumn(() => Person, { nullable: true })
  concludedById: string | null;

  @Column('timestamptz', { nullable: true })
  concludedAt: Date | null;
}

/** What is on the agenda, in one version of a meeting. Append-only by trigger. */
@Entity('meeting_agenda_item')
export class MeetingAgendaItem {
  @PrimaryColumn('uuid')
  @ForeignKey(() => JointMeeting)
  meetingId: string;

  @PrimaryColumn('integer')
  version: number;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  title: string;
}

/** Who attended, in one version of a meeting. Append-only by trigger. */
@Entity('meeting_attendee')
export class MeetingAttendee {
  @PrimaryColumn('uuid')
  @ForeignKey(() => JointMeeting)
  meetingId: string;

  @PrimaryColumn('integer')
  version: number;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('text')
  agency: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  position: string | null;
}

/** What a meeting resolved, and whether it was done. A request for approval may rest on it. */
@Entity('meeting_resolution')
@Index('ix_meeting_resolution_open', ['bureauId'], {
  where: `follow_up = 'open' AND NOT struck_out`,
})
@Unique(['bureauId', 'number'])
@Check('ck_meeting_resolution_amount', 'amount_fen > 0')
@Check('ck_meeting_resolution_follow_up', oneOf('follow_up', FOLLOW_UPS))
@Check(
  'ck_meeting_resolution_note',
  `follow_up = 'open' OR follow_up_note IS NOT NULL AND follow_up_note ~ '[^[:space:]]'`,
)
export class MeetingResolution {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Bureau)
  bureauId: string;

  @Index()
  @ReferenceColumn(() => JointMeeting)
  meetingId: string;

  @Column('text')
  number: string;

  @Column('text')
  body: string;

  /** Kind and subject of the request that it decides on. */
  @Column('text')
  kind: string;

  @Column('text', { nullable: true })
  subject: string | null;

  /** The most that it allows. */
  @FenColumn({ nullable: true })
  amountFen: bigint | null;

  /** Who sees to it. */
  @Column('text')
  owner: string;

  @BusinessDateColumn()
  dueOn: string;

  /** Taken out of the draft again; the number stays with the meeting. */
  @Column('boolean', { default: false })
  struckOut: boolean;

  @Column('text', { default: 'open' })
  followUp: (typeof FOLLOW_UPS)[number];

  @Column('text', { nullable: true })
  followUpNote: string | null;
}
