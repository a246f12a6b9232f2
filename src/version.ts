// The version of this package, as generated files and reports state it; a test compares it with package.json.

export const VERSION = '0.1.0';
