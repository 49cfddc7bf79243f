import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Notice } from '../api-types';

interface Props {
  /** Absent: nothing is shown. */
  readonly notice: Notice | undefined;
  readonly onClose: () => void;
}

/** What a notice says, as it was sent. */
export function NoticeText({ notice, onClose }: Props) {
  const { t } = useTranslation();
  if (!notice?.content) return null;
  const { subject, text, link } = notice.content;
  return (
    <Modal open title={subject} footer={null} onCancel={onClose}>
      <p style={{ whiteSpace: 'pre-line' }}>{text}</p>
      <Link to={link}>{t('notice.open')}</Link>
    </Modal>
  );
}
