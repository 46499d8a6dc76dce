/** Words of the settings. */
export const settingsStrings = {
  settings: {
    title: 'Settings and doctor',
    theme: 'Colours',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    doctor: 'Doctor',
    doctorHint: 'What is there, what is missing, and what to do about it.',
    check: 'Check again',
    status: { good: 'Good', warning: 'Look at this', bad: 'Broken' },
  },
} as const;
