"""Operations of the Step Functions API that moto lacks or answers incompletely, by subject."""
