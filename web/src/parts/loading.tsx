import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';

/** Something is on its way. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status" aria-label={t('loading')}>
      <Spin />
    </div>
  );
}
