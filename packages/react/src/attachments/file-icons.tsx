import { icon } from '../components/icons.js';

export const AttachIcon = icon(
  <path d="M19 11.5l-6.9 6.9a4.3 4.3 0 0 1-6.1-6.1l7.300-7.300a2.900 2.900 0 0 1 4.100 4.100l-7.200 7.200a1.450 1.450 0 0 1-2-2l6.300-6.300" />,
);
export const CameraIcon = icon(
  <>
    <path d="M4.500 8.500a2 2 0 0 1 2-2h1.700L9.500 4.500h5l1.300 2h1.700a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2z" />
    <circle cx="12" cy="12.300" r="3.200" />
  </>,
);
export const DocumentIcon = icon(
  <path d="M7 3.500h7l4.500 4.500v12.500H7a1.500 1.500 0 0 1-1.500-1.500V5A1.500 1.500 0 0 1 7 3.500zM14 3.500V8h4.500M9 12.500h6M9 16h4.500" />,
);
export const DownloadIcon = icon(<path d="M12 4.500v10.500M7.500 11l4.500 4.500 4.500-4.500M5 19.500h14" />);
export const MicrophoneIcon = icon(
  <>
    <rect x="9" y="3.500" width="6" height="11" rx="3" />
    <path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v2.500" />
  </>,
);
export const PlayIcon = icon(<path d="M8 5.500v13l10.500-6.500z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M8.500 6v12M15.500 6v12" strokeWidth="3" />);
export const StopIcon = icon(<rect x="6.500" y="6.500" width="11" height="11" rx="1.500" fill="currentColor" />);
export const RetryIcon = icon(<path d="M19 12a7 7 0 1 1-2.100-5M19 4.500V8h-3.500" />);
export const ZoomInIcon = icon(<path d="M12 6v12M6 12h12" />);
export const ZoomOutIcon = icon(<path d="M6 12h12" />);
