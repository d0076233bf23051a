module aloud/phone/icon

go 1.26.0
