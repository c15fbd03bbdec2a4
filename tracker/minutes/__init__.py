"""会议纪要: drafted from the record, sent for signature, issued, corrected."""
