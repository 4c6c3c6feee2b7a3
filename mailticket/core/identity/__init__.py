"""The citizen's details: name, address, phone, e-mail, province."""
