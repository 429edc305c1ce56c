/** Whether text is a class's number, and prints back as it was written: "1", not "01". */
export const isWholeNumber = (text: string): boolean => /^(0|[1-9]\d{0,5})$/.test(text);
